package io.sluice.deploy.command.read;

import io.sluice.io.read.compare.ComparisonReport;
import io.sluice.io.read.compare.FileFailure;
import io.sluice.io.read.compare.TextCounts;
import io.sluice.io.read.compare.WayReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A comparison as people read it. */
final class ComparisonTable {
    private static final double MB = 1e6;
    private static final double NANOS = 1e9;

    private ComparisonTable() {}

    static String of(ComparisonReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%d files, %.1f MB", report.files(), report.bytes() / MB));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, "%-17s %10s %12s %12s %9s", "way", "seconds", "MB/s", "peak MB", "speed-up"));
        for (WayReport way : report.ways()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-17s %10.3f %12.1f %12.1f %8.2fx",
                    way.way(),
                    way.time().toNanos() / NANOS,
                    way.bytesPerSecond() / MB,
                    way.peakBytes() / MB,
                    way.speedUp()));
        }
        lines.add("");
        lines.add("Peak memory: heap and direct memory of this process; of processes, what all of them had resident.");
        lines.add("");
        addTotals(report, lines);
        addFailures(report, lines);
        return String.join(System.lineSeparator(), lines);
    }

    private static void addTotals(ComparisonReport report, List<String> lines) {
        if (report.totalsAgree()) {
            lines.add("All ways counted " + totals(report.ways().get(0)));
            return;
        }
        lines.add("THE TOTALS DIFFER. Did files change meanwhile?");
        for (WayReport way : report.ways()) {
            lines.add(String.format(Locale.ROOT, "%-17s %s", way.way(), totals(way)));
        }
    }

    private static String totals(WayReport way) {
        TextCounts totals = way.totals();
        return totals.lines() + " lines, " + totals.words() + " words and " + totals.characters() + " characters ("
                + totals.malformed() + " of them malformed UTF-8) in " + way.filesRead() + " files.";
    }

    /** A name may hold what a terminal obeys, or a line end. */
    private static String printable(FileFailure failure) {
        return (failure.path() + ": " + failure.error()).replaceAll("\\p{Cc}", "?");
    }

    private static void addFailures(ComparisonReport report, List<String> lines) {
        if (!report.unlisted().isEmpty()) {
            lines.add("");
            lines.add("Could not be looked into:");
            report.unlisted().forEach(failure -> lines.add("  " + printable(failure)));
        }
        Map<FileFailure, List<String>> failures = new LinkedHashMap<>();
        for (WayReport way : report.ways()) {
            for (FileFailure failure : way.failures()) {
                failures.computeIfAbsent(failure, any -> new ArrayList<>()).add(way.way());
            }
        }
        if (!failures.isEmpty()) {
            lines.add("");
            lines.add("Could not be read:");
            failures.forEach((failure, ways) -> lines.add("  " + printable(failure)
                    + (ways.size() == report.ways().size() ? "" : " (" + String.join(", ", ways) + ")")));
        }
    }
}
