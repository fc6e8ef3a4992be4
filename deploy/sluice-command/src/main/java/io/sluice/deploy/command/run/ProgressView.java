package io.sluice.deploy.command.run;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Shows how far a run has come: on a terminal as bars that are drawn anew, a line for each stage; elsewhere as a line now and
 * then. Used by the command's thread.
 */
public final class ProgressView {
    private static final int WIDTH = 24;
    private static final double MB = 1e6;

    private final PrintWriter out;
    private final boolean terminal;
    private final int betweenLines;
    private int drawn;
    private int looks;

    /** @param betweenLines how many looks are left out before the next line, where there is no terminal */
    public ProgressView(PrintWriter out, boolean terminal, int betweenLines) {
        this.out = out;
        this.terminal = terminal;
        this.betweenLines = betweenLines;
    }

    /** What the figures should become; 0 where that is not known. */
    public record Goal(long bytes, long results, long rows) {
        public static final Goal NONE = new Goal(0, 0, 0);
    }

    /** Whether what is shown now is seen; if not, it counts as shown. */
    boolean isDue() {
        boolean due = terminal || looks % (betweenLines + 1) == 0;
        if (!due) {
            looks++;
        }
        return due;
    }

    public void show(Figures figures, Goal goal) {
        if (terminal) {
            clear();
            List<String> lines = lines(figures, goal);
            lines.forEach(out::println);
            drawn = lines.size();
        } else if (looks++ % (betweenLines + 1) == 0) {
            out.println(line(figures));
        }
        out.flush();
    }

    /** Says something above the bars. */
    public void say(String line) {
        clear();
        out.println(line);
        out.flush();
    }

    private void clear() {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A\u001b[J");
            drawn = 0;
        }
    }

    static List<String> lines(Figures figures, Goal goal) {
        long rows = figures.rows().values().stream().mapToLong(Long::longValue).sum();
        long records =
                figures.records().values().stream().mapToLong(Long::longValue).sum();
        List<String> lines = new ArrayList<>();
        lines.add(stage(
                "files",
                share(figures.bytesRead(), Math.max(goal.bytes(), figures.bytesThere())),
                megabytes(figures.bytesRead()) + " of " + megabytes(figures.bytesThere()) + " there are read"));
        lines.add(stage(
                "topics",
                records == 0 ? 0 : share(figures.bytesRead(), Math.max(goal.bytes(), figures.bytesThere())),
                "records: " + counts(figures.records())));
        lines.add(stage(
                "windows",
                share(figures.results(), goal.results()),
                number(figures.results()) + " closed"
                        + (figures.lateRows() == 0 ? "" : ", " + number(figures.lateRows()) + " late rows")));
        lines.add(stage("Parquet", share(rows, goal.rows()), "rows: " + counts(figures.rows())));
        lines.add(String.format(Locale.ROOT, "%-8s %s not read", "lag", megabytes(figures.bytesUnread())));
        return lines;
    }

    static String line(Figures figures) {
        return megabytes(figures.bytesRead()) + " of " + megabytes(figures.bytesThere()) + " read; records: "
                + counts(figures.records()) + "; windows closed: " + number(figures.results()) + "; rows in Parquet: "
                + counts(figures.rows());
    }

    private static String stage(String name, double share, String detail) {
        int full = (int) (WIDTH * share);
        String bar = share < 0 ? " ".repeat(WIDTH) : "#".repeat(full) + ".".repeat(WIDTH - full);
        return String.format(Locale.ROOT, "%-8s [%s] %s", name, bar, detail);
    }

    /** At most 1, and below 0 if there is no whole. */
    private static double share(long part, long whole) {
        return whole <= 0 ? -1 : Math.min(1, (double) part / whole);
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + number(count.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / MB);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
