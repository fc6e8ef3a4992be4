package io.sluice.streams.window;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as configurations write them: {@code 500ms, 30s, 5m, 1h, 1d, 1w, 1mo, 1y}. Stateless. */
public final class SpanText {
    private static final Pattern LENGTH = Pattern.compile("([0-9]{1,9})\\s*(ms|s|m|h|d|w|mo|y)");

    private SpanText() {}

    /** A length that is the same at all times: of milliseconds to weeks. */
    public static Duration duration(String text) {
        Matcher match = LENGTH.matcher(text.strip());
        if (!match.matches() || match.group(2).equals("mo") || match.group(2).equals("y")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no length of time; write a number and ms, s, m, h, d or w, such as 30s");
        }
        long number = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofDays(7 * number);
        };
    }

    /** Spans of a length in a zone. */
    static Spans spans(String length, String zoneName, TimeScale scale) {
        ZoneId zone = zone(zoneName);
        Matcher match = LENGTH.matcher(length);
        if (!match.matches()) {
            throw new IllegalArgumentException("'" + length
                    + "' is no length of a window; write a number and ms, s, m or h, or 1d, 1w, 1mo or 1y");
        }
        ChronoUnit unit = switch (match.group(2)) {
            case "d" -> ChronoUnit.DAYS;
            case "w" -> ChronoUnit.WEEKS;
            case "mo" -> ChronoUnit.MONTHS;
            case "y" -> ChronoUnit.YEARS;
            default -> ChronoUnit.SECONDS;
        };
        if (unit == ChronoUnit.SECONDS) {
            return part(duration(length), zone, scale);
        }
        if (Long.parseLong(match.group(1)) != 1) {
            throw new IllegalArgumentException("'" + length + "' is no length of a window; calendar windows are of one"
                    + " day, week, month or year: 1d, 1w, 1mo or 1y");
        }
        if (unit == ChronoUnit.DAYS && zone.equals(ZoneOffset.UTC)) {
            return new FixedSpans(scale.ticks(Duration.ofDays(1)));
        }
        return new CalendarSpans(unit, zone, scale);
    }

    private static Spans part(Duration length, ZoneId zone, TimeScale scale) {
        if (length.isZero()) {
            throw new IllegalArgumentException("a window has no length; write more than 0");
        }
        if (Duration.ofDays(1).toMillis() % length.toMillis() != 0) {
            throw new IllegalArgumentException("a window of " + length
                    + " does not divide a day, so its windows would shift from day to day; choose a length that does");
        }
        return zone.equals(ZoneOffset.UTC)
                ? new FixedSpans(scale.ticks(length))
                : new LocalDaySpans(scale.ticks(length), zone, scale);
    }

    private static ZoneId zone(String name) {
        try {
            ZoneId zone = ZoneId.of(name);
            return zone.normalized().equals(ZoneOffset.UTC) ? ZoneOffset.UTC : zone;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "there is no time zone '" + name + "'; write one such as Europe/Berlin or UTC", e);
        }
    }
}
