package io.sluice.streams.window;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A window as the configuration declares it.
 *
 * @param name in the configuration
 * @param text such as {@code tumbling 1m of s1}, {@code tumbling 1d Europe/Berlin of h1}, {@code hopping 5m every 1m of
 *     m1} or {@code session 30s}
 * @param grace how long to wait for rows behind a window's end
 * @param idle after what time a quiet key's windows close; empty for never
 * @param emit what is emitted
 * @param gaps the most empty windows between two that get bars
 */
public record LevelDeclaration(
        String name, String text, Duration grace, Optional<Duration> idle, Level.Emit emit, int gaps) {
    private static final String FORMS =
            "write 'tumbling LENGTH [ZONE] [of WINDOW]', 'hopping LENGTH every STEP of" + " WINDOW' or 'session GAP'";
    private static final Pattern TUMBLING =
            Pattern.compile("tumbling\\s+(\\S+)(?:\\s+(?!of\\s)(\\S+))?(?:\\s+of\\s+(\\S+))?");
    private static final Pattern HOPPING = Pattern.compile("hopping\\s+(\\S+)\\s+every\\s+(\\S+)\\s+of\\s+(\\S+)");
    private static final Pattern SESSION = Pattern.compile("session\\s+(\\S+)");
    // Long enough to meet every rule of the zones in use; what is before is assigned by where its windows start.
    private static final Instant FROM = Instant.parse("1970-01-05T00:00:00Z");
    private static final Instant TO = Instant.parse("2038-01-01T00:00:00Z");

    /**
     * The level it declares.
     *
     * @param before the levels declared before, which it may be computed from
     * @throws IllegalArgumentException if it cannot be; the message says what to do
     */
    public Level level(List<Level> before, TimeScale scale) {
        String declared = text.strip();
        Matcher tumbling = TUMBLING.matcher(declared);
        if (tumbling.matches()) {
            String zone = tumbling.group(2) == null ? "UTC" : tumbling.group(2);
            Spans spans = SpanText.spans(tumbling.group(1).toLowerCase(Locale.ROOT), zone, scale);
            return tumblingLevel(before, scale, spans, tumbling.group(3));
        }
        Matcher hopping = HOPPING.matcher(declared);
        if (hopping.matches()) {
            return hoppingLevel(before, scale, hopping);
        }
        Matcher session = SESSION.matcher(declared);
        if (session.matches()) {
            long gap = scale.ticks(SpanText.duration(session.group(1)));
            if (gap == 0) {
                throw new IllegalArgumentException("a session's gap is 0; write more, such as 30s");
            }
            if (gaps > 0) {
                throw new IllegalArgumentException("sessions have no gaps to fill; leave gap bars out");
            }
            return level(before, scale, Level.Kind.SESSION, Optional.empty(), gap, null);
        }
        throw new IllegalArgumentException("'" + text + "' is no window; " + FORMS);
    }

    /** About how long a declared window is, months and years as their shortest; zero if that cannot be seen. */
    public static Duration roughLength(String text) {
        Matcher match = Pattern.compile("(?:tumbling|hopping)\\s+(\\S+).*").matcher(text.strip());
        if (!match.matches()) {
            return Duration.ZERO;
        }
        String length = match.group(1).toLowerCase(Locale.ROOT);
        try {
            return length.endsWith("mo")
                    ? Duration.ofDays(28)
                    : length.endsWith("y") ? Duration.ofDays(365) : SpanText.duration(length);
        } catch (IllegalArgumentException e) {
            // Whoever reads the declaration says what is wrong with it.
            return Duration.ZERO;
        }
    }

    private Level tumblingLevel(List<Level> before, TimeScale scale, Spans spans, String sourceName) {
        if (sourceName != null) {
            Level source = source(before, sourceName);
            requireNested(source, spans, scale);
        }
        return level(before, scale, Level.Kind.TUMBLING, Optional.of(spans), 0, sourceName);
    }

    private Level hoppingLevel(List<Level> before, TimeScale scale, Matcher declared) {
        long length = scale.ticks(SpanText.duration(declared.group(1)));
        long step = scale.ticks(SpanText.duration(declared.group(2)));
        if (step == 0 || length == 0 || length % step != 0) {
            throw new IllegalArgumentException("the length " + declared.group(1) + " is no multiple of the step "
                    + declared.group(2) + "; make it one");
        }
        Level source = source(before, declared.group(3));
        if (!(source.spans().orElse(null) instanceof FixedSpans panes) || step % panes.length() != 0) {
            throw new IllegalArgumentException("the windows of '" + source.name() + "' do not fill a step of "
                    + declared.group(2) + "; compute it from tumbling windows whose length divides the step");
        }
        return level(before, scale, Level.Kind.HOPPING, Optional.of(new FixedSpans(step)), length, declared.group(3));
    }

    private Level level(
            List<Level> before,
            TimeScale scale,
            Level.Kind kind,
            Optional<Spans> spans,
            long length,
            String sourceName) {
        int source = sourceName == null ? -1 : source(before, sourceName).index();
        long graceTicks = scale.ticks(grace);
        if (source >= 0) {
            Level below = before.get(source);
            if (graceTicks < below.grace()) {
                throw new IllegalArgumentException("its grace of " + grace + " is less than that of '" + below.name()
                        + "', which it is computed from; give it at least the same");
            }
            if (idle.isPresent()
                    && (below.idle().isEmpty()
                            || idle.get().compareTo(below.idle().get()) < 0)) {
                throw new IllegalArgumentException("its idle time of " + idle.get() + " is less than that of '"
                        + below.name() + "', which it is computed from; give it at least the same");
            }
        }
        return new Level(before.size(), name, kind, spans, length, source, graceTicks, idle, emit, gaps);
    }

    private static Level source(List<Level> before, String name) {
        Level source = before.stream()
                .filter(level -> level.name().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("it is computed from '" + name
                        + "', which is not declared before it; declared are "
                        + before.stream().map(Level::name).toList()));
        if (source.kind() != Level.Kind.TUMBLING) {
            throw new IllegalArgumentException(
                    "it is computed from '" + name + "', which does not tumble; compute it from one that does");
        }
        return source;
    }

    private static void requireNested(Level source, Spans spans, TimeScale scale) {
        Spans below = source.steps();
        boolean nested;
        if (spans instanceof FixedSpans outer && below instanceof FixedSpans inner) {
            nested = outer.length() % inner.length() == 0;
        } else {
            nested = true;
            long to = scale.ticks(TO);
            int looks = 30_000;
            for (long at = spans.startOf(scale.ticks(FROM)); nested && at < to && looks > 0; at = spans.endOf(at)) {
                nested = below.startOf(at) == at;
                looks--;
            }
        }
        if (!nested) {
            throw new IllegalArgumentException("its windows do not begin where windows of '" + source.name()
                    + "' begin; compute it from shorter ones, or from ones of the same time zone");
        }
    }
}
