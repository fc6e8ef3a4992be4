package io.sluice.deploy.command.live;

import io.sluice.deploy.command.connect.MetricsPage;
import io.sluice.deploy.page.Bar;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bars of a key: those that the application keeps, and those that were seen here. Any thread. */
final class BarHistory {
    private static final Pattern LENGTH = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)\\b");
    private static final Map<String, Long> UNITS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final long DAY = 86_400_000L;

    /** The application answers with all there are in a span, so that is bounded. */
    private static final int MOST_WINDOWS = 5_000;

    private final HttpClient http;
    private final Optional<URI> app;
    private final Map<String, String> levels;
    private final RecentBars recent;
    private final Clock clock;

    /** @param levels the declarations of windows, by name */
    BarHistory(HttpClient http, Optional<URI> app, Map<String, String> levels, RecentBars recent, Clock clock) {
        this.http = http;
        this.app = app;
        this.levels = Map.copyOf(levels);
        this.recent = recent;
        this.clock = clock;
    }

    List<Bar> bars(String key, String window, Long from, Long to, int limit) throws IOException, InterruptedException {
        if (!levels.containsKey(window)) {
            throw new IllegalArgumentException("window is '" + window + "'; it must be one of " + levels.keySet());
        }
        NavigableMap<Long, Bar> byStart = new TreeMap<>();
        List<Bar> seen = recent.of(key, window);
        seen.forEach(bar -> newer(byStart, bar));
        if (app.isPresent() && limit > 0) {
            long length = length(levels.get(window));
            long end = to != null ? to : byStart.isEmpty() ? clock.millis() : byStart.lastKey() + length;
            long least = end - length * Math.min(limit, MOST_WINDOWS);
            long begin = from == null ? least : Math.max(from, end - length * MOST_WINDOWS);
            if (begin < end) {
                asked(key, window, begin, end, seen).forEach(bar -> newer(byStart, bar));
            }
        }
        return byStart.values().stream()
                .filter(bar -> (from == null || bar.start() >= from) && (to == null || bar.start() < to))
                .skip(Math.max(0, count(byStart, from, to) - limit))
                .toList();
    }

    private static long count(NavigableMap<Long, Bar> byStart, Long from, Long to) {
        return byStart.keySet().stream()
                .filter(start -> (from == null || start >= from) && (to == null || start < to))
                .count();
    }

    private static void newer(NavigableMap<Long, Bar> byStart, Bar bar) {
        byStart.merge(bar.start(), bar, (one, other) -> one.revision() > other.revision() ? one : other);
    }

    /** If the application does not answer, what was seen is better than nothing. */
    private List<Bar> asked(String key, String window, long from, long to, List<Bar> seen)
            throws IOException, InterruptedException {
        String question = "/bars/" + encoded(key) + "?window=" + encoded(window) + "&from=" + Instant.ofEpochMilli(from)
                + "&to=" + Instant.ofEpochMilli(to);
        try {
            return new BarJson()
                    .all(key, MetricsPage.get(http, app.orElseThrow().resolve(question)));
        } catch (IOException e) {
            if (!seen.isEmpty()) {
                return seen;
            }
            throw new IOException("The application does not tell the bars of " + key + ": " + e.getMessage(), e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Of a window in milliseconds; a day if it has no length, as sessions. */
    static long length(String declaration) {
        Matcher matcher = LENGTH.matcher(declaration);
        return matcher.find() ? Math.max(1, Long.parseLong(matcher.group(1)) * UNITS.get(matcher.group(2))) : DAY;
    }
}
