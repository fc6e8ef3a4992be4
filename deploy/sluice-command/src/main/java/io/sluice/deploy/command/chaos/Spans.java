package io.sluice.deploy.command.chaos;

import java.util.List;
import java.util.Locale;

/**
 * Some spans of time, in seconds.
 *
 * @param count how many there are; if none, the others are 0
 */
record Spans(int count, double median, double longest) {

    /** @param sorted the shortest first */
    static Spans of(List<Double> sorted) {
        int count = sorted.size();
        return count == 0
                ? new Spans(0, 0, 0)
                : new Spans(count, rounded(sorted.get((count - 1) / 2)), rounded(sorted.get(count - 1)));
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 10) / 10.0;
    }

    /** For a table. */
    String text() {
        return count == 0 ? "-" : String.format(Locale.ROOT, "%.1f / %.1f", median, longest);
    }
}
