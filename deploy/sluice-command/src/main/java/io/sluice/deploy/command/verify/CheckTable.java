package io.sluice.deploy.command.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.command.verify.CheckReport.FileResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a check found, for people and for programs. Stateless. */
final class CheckTable {
    private CheckTable() {}

    /** As one JSON object. */
    static void printJson(CheckReport report, PrintWriter out) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("ok", report.holds());
        object.put("lines", report.sum(FileResult::lines));
        object.put("rows", report.sum(FileResult::rows));
        object.put("missing", report.sum(FileResult::missing));
        object.put("duplicated", report.sum(FileResult::duplicated));
        object.put("unexplainedRows", report.rowsWithout());
        object.put("uncomparedRows", report.unmatchedRows());
        object.put("uncompared", report.unmatched());
        object.put("files", report.files());
        out.println(new ObjectMapper().writeValueAsString(object));
        out.flush();
    }

    /** As lines, one for each file, and the answer in the last. */
    static void print(CheckReport report, PrintWriter out) {
        out.printf(Locale.ROOT, "%12s %12s %10s %10s  %s%n", "LINES", "ROWS", "MISSING", "TWICE", "FILE");
        for (FileResult file : report.files()) {
            out.printf(
                    Locale.ROOT,
                    "%,12d %,12d %,10d %,10d  %s%s%n",
                    file.lines(),
                    file.rows(),
                    file.missing(),
                    file.duplicated(),
                    file.name(),
                    file.matchedBy().equals(CheckReport.BY_CONTENT)
                            ? "  (another file than was read; found by its name and where its lines end)"
                            : "");
        }
        report.unmatched()
                .forEach(content -> out.printf(
                        Locale.ROOT,
                        "not compared: %,d row(s) of %s (%s): %s%n",
                        content.rows(),
                        String.join(", ", content.seenAt()),
                        content.id(),
                        content.why()));
        if (report.rowsWithout() > 0) {
            out.println("rows that no line explains: " + report.rowsWithout());
        }
        out.println(answer(report));
        out.flush();
    }

    private static String answer(CheckReport report) {
        if (report.holds()) {
            return report.unmatched().isEmpty()
                    ? "every line is there, once"
                    : "every line that is still here is there, once; " + report.unmatchedRows()
                            + " row(s) are of content that is not here, and cannot be compared";
        }
        String wrong = "NOT COMPLETE: " + report.sum(FileResult::missing) + " missing, "
                + report.sum(FileResult::duplicated) + " twice";
        return report.unmatched().stream().noneMatch(CheckReport.Unmatched::mayBeTwice)
                ? wrong
                : wrong + ", and rows of which it cannot be told";
    }
}
