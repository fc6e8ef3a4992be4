package io.sluice.deploy.command.connect;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Rows as people read them. */
final class StatusTable {
    private static final String NONE = "-";
    private static final String UNKNOWN = "unknown";
    private static final List<String> HEAD =
            List.of("NAME", "KIND", "STATE", "TASKS", "LAG BYTES", "LAG RECORDS", "COMMIT AGE", "OPEN WINDOWS");
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private StatusTable() {}

    static void print(List<StatusRow> rows, PrintWriter out) {
        List<List<String>> table = new ArrayList<>();
        table.add(HEAD);
        rows.forEach(row -> table.add(cells(row)));
        int[] widths = new int[HEAD.size()];
        for (List<String> line : table) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : table) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(String.format(Locale.ROOT, "%-" + (widths[i] + 2) + "s", line.get(i)));
            }
            out.println(text.toString().stripTrailing());
        }
        rows.forEach(row -> row.failures().forEach(failure -> out.println(row.name() + ": " + failure)));
        out.flush();
    }

    private static List<String> cells(StatusRow row) {
        boolean source = row.kind().equals(StatusRow.SOURCE);
        boolean app = row.kind().equals(StatusRow.APP);
        return List.of(
                row.name(),
                row.kind(),
                row.state(),
                row.tasks().isEmpty()
                        ? UNKNOWN
                        : row.running().orElse(0) + "/" + row.tasks().getAsLong(),
                source ? (row.lagIsOld() && row.lagBytes().isPresent() ? ">=" : "") + bytes(row.lagBytes()) : NONE,
                source ? NONE : number(row.lagRecords()),
                row.commitAgeMillis().isEmpty()
                        ? UNKNOWN
                        : age(row.commitAgeMillis().getAsLong()),
                app ? number(row.openWindows()) : NONE);
    }

    private static String number(OptionalLong value) {
        return value.isEmpty() ? UNKNOWN : String.format(Locale.ROOT, "%,d", value.getAsLong());
    }

    private static String bytes(OptionalLong value) {
        if (value.isEmpty()) {
            return UNKNOWN;
        }
        double scaled = value.getAsLong();
        int unit = 0;
        while (scaled >= 999.95 && unit < UNITS.length - 1) {
            scaled /= 1000;
            unit++;
        }
        return unit == 0 ? value.getAsLong() + " B" : String.format(Locale.ROOT, "%.1f %s", scaled, UNITS[unit]);
    }

    private static String age(long millis) {
        Duration age = Duration.ofMillis(millis);
        if (age.toMinutes() < 2) {
            return age.toSeconds() + " s";
        }
        return age.toHours() < 2 ? age.toMinutes() + " min" : age.toHours() + " h";
    }
}
