package io.sluice.deploy.command.demo;

import io.sluice.deploy.command.audit.BlobAudit;
import io.sluice.deploy.command.audit.TradesAudit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The findings for people. */
final class FindingsText {
    private FindingsText() {}

    static String of(Findings findings) {
        List<String> lines = new ArrayList<>();
        lines.add("Audit");
        TradesAudit.Rows rows = findings.rows();
        lines.add(line(
                "rows",
                rows.holds(),
                "%,d lines in %d file(s), %,d rows; %,d missing, %,d duplicated, %,d altered, %,d unknown",
                rows.lines(),
                findings.files(),
                rows.rows(),
                rows.missing(),
                rows.duplicated(),
                rows.altered(),
                rows.unknown()));
        rows.examples().forEach(example -> lines.add("           " + example));
        for (TradesAudit.Bars bars : findings.bars()) {
            lines.add(line(
                    bars.window() + " bars",
                    bars.holds(),
                    "%,d computed from the files, %,d found; %,d missing, %,d wrong, %,d unknown, %,d duplicated"
                            + (bars.corrected() == 0 ? "" : "; %,d corrections by late rows"),
                    bars.expected(),
                    bars.found(),
                    bars.missing(),
                    bars.wrong(),
                    bars.unknown(),
                    bars.duplicated(),
                    bars.corrected()));
            bars.examples().forEach(example -> lines.add("           " + example));
        }
        findings.blobs().ifPresent(blobs -> blobs(blobs, lines));
        if (!findings.finished()) {
            lines.add("  NOT ALL HAD ARRIVED when nothing more came for a minute.");
        }
        lines.add(
                findings.hold()
                        ? String.format(Locale.ROOT, "Everything holds, after %.1f s.", findings.seconds())
                        : "THE AUDIT DOES NOT HOLD: see above. The directory is left as it is.");
        lines.add("");
        lines.add("Parquet  " + findings.lake());
        lines.add("DuckDB   " + findings.query().replace("\n", "\n         "));
        lines.add("");
        lines.addAll(table(findings.answer()));
        return String.join(System.lineSeparator(), lines);
    }

    private static void blobs(BlobAudit.Blobs blobs, List<String> lines) {
        lines.add(line(
                "binary",
                blobs.holds(),
                "%d file of %,d bytes, put together from %,d chunks"
                        + (blobs.holds() ? ": the same, byte for byte" : ""),
                blobs.files(),
                blobs.bytes(),
                blobs.chunks()));
        blobs.wrong().forEach(wrong -> lines.add("           " + wrong));
    }

    private static String line(String name, boolean holds, String format, Object... values) {
        return String.format(Locale.ROOT, "  %-8s %s", name, holds ? "" : "WRONG: ")
                + String.format(Locale.ROOT, format, values);
    }

    private static List<String> table(List<List<String>> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int i = 0; i < widths.length; i++) {
                String pad = " ".repeat(widths[i] - row.get(i).length());
                // Names stand left, numbers right.
                line.append(' ').append(i == 0 ? row.get(i) + pad : pad + row.get(i));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
