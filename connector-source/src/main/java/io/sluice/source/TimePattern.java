package io.sluice.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the time in a text. Looks at a limited piece of it, and takes a limited number of steps: whoever writes the file
 * chooses the text, and a pattern that backtracks must not hold up the reader. Immutable.
 */
final class TimePattern {

    private static final int VISIBLE_CHARACTERS = 1024;
    private static final int MOST_STEPS = 1_000_000;

    private final Pattern pattern;
    private final String format;
    private final DateTimeFormatter formatter;

    /** @param format {@code iso}, {@code epoch-s}, {@code epoch-ms} or a formatter's pattern */
    TimePattern(Pattern pattern, String format, ZoneId zone) {
        this.pattern = pattern;
        this.format = format == null ? "iso" : format;
        this.formatter = switch (this.format) {
            case "iso" -> DateTimeFormatter.ISO_DATE_TIME.withZone(zone);
            case "epoch-s", "epoch-ms" -> null;
            default -> DateTimeFormatter.ofPattern(this.format, Locale.ENGLISH).withZone(zone);
        };
    }

    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name == null ? "UTC" : name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no time zone: use one like UTC, +02:00 or Europe/Berlin", e);
        }
    }

    /** Milliseconds since 1970, if the text has a time that can be read, and it is not before 1970. */
    OptionalLong millisIn(String text) {
        String visible = text.substring(0, Math.min(VISIBLE_CHARACTERS, text.length()));
        try {
            Matcher matcher = pattern.matcher(new Steps(visible));
            if (!matcher.find()) {
                return OptionalLong.empty();
            }
            String found = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
            long millis = found == null ? -1 : millis(found);
            return millis < 0 ? OptionalLong.empty() : OptionalLong.of(millis);
        } catch (DateTimeException
                | ArithmeticException
                | NumberFormatException
                | TooManySteps
                | StackOverflowError e) {
            return OptionalLong.empty();
        }
    }

    private long millis(String found) {
        if (formatter == null) {
            long number = Long.parseLong(found.trim());
            return format.equals("epoch-s") ? Math.multiplyExact(number, 1_000L) : number;
        }
        // A text that tells its zone has it, in spite of the formatter's own.
        TemporalAccessor parsed = formatter.parseBest(found, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
        Instant instant;
        if (parsed instanceof ZonedDateTime zoned) {
            instant = zoned.toInstant();
        } else if (parsed instanceof LocalDateTime local) {
            instant = local.atZone(formatter.getZone()).toInstant();
        } else {
            instant = LocalDate.from(parsed).atStartOfDay(formatter.getZone()).toInstant();
        }
        return instant.toEpochMilli();
    }

    /** A text, each look at which is a step. */
    private static final class Steps implements CharSequence {
        private final String text;
        private int left = MOST_STEPS;

        Steps(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return text.substring(from, to);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super("the pattern takes too many steps", null, false, false);
        }
    }
}
