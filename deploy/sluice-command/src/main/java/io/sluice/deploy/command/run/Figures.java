package io.sluice.deploy.command.run;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a run has come.
 *
 * @param bytesThere in the inputs' directories
 * @param bytesRead whose records are committed to topics
 * @param records in the inputs' topics, by input, with the marks of transactions
 * @param results what the application has emitted since it started, over all windows
 * @param lateRows rows that came after their window had closed, corrected or not
 * @param rows in the tables, by table
 */
public record Figures(
        long bytesThere,
        long bytesRead,
        Map<String, Long> records,
        long results,
        long lateRows,
        Map<String, Long> rows) {
    public static final Figures NONE = new Figures(0, 0, Map.of(), 0, 0, Map.of());

    public Figures {
        records = new LinkedHashMap<>(records);
        rows = new LinkedHashMap<>(rows);
    }

    /** The rows of a table; 0 if it is not there yet. */
    public long rowsOf(String table) {
        return rows.getOrDefault(table, 0L);
    }

    public long bytesUnread() {
        return Math.max(0, bytesThere - bytesRead);
    }
}
