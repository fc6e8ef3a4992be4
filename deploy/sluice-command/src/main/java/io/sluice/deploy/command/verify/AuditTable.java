package io.sluice.deploy.command.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What an audit found, for people and for programs. Stateless. */
final class AuditTable {
    private AuditTable() {}

    /** As one JSON object. */
    static void printJson(AuditReport report, PrintWriter out) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("ok", report.holds());
        object.put("lines", report.sum(AuditReport.FileResult::lines));
        object.put("rows", report.sum(AuditReport.FileResult::rows));
        object.put("missing", report.sum(AuditReport.FileResult::missing));
        object.put("duplicated", report.sum(AuditReport.FileResult::duplicated));
        object.put("unexplainedRows", report.rowsWithout());
        object.put("rowsOfOtherFiles", report.elsewhereSorted());
        object.put("files", report.files());
        out.println(new ObjectMapper().writeValueAsString(object));
        out.flush();
    }

    /** As lines, one for each file, and the answer in the last. */
    static void print(AuditReport report, PrintWriter out) {
        out.printf(Locale.ROOT, "%12s %12s %10s %10s  %s%n", "LINES", "ROWS", "MISSING", "TWICE", "FILE");
        for (AuditReport.FileResult file : report.files()) {
            out.printf(
                    Locale.ROOT,
                    "%,12d %,12d %,10d %,10d  %s%n",
                    file.lines(),
                    file.rows(),
                    file.missing(),
                    file.duplicated(),
                    file.name());
        }
        report.elsewhereSorted()
                .forEach((file, rows) -> out.println("rows of a file that is not here: " + rows + " of " + file));
        if (report.rowsWithout() > 0) {
            out.println("rows that no line explains: " + report.rowsWithout());
        }
        out.println(
                report.holds()
                        ? "every line is there, once"
                        : "NOT COMPLETE: " + report.sum(AuditReport.FileResult::missing) + " missing, "
                                + report.sum(AuditReport.FileResult::duplicated) + " twice");
        out.flush();
    }
}
