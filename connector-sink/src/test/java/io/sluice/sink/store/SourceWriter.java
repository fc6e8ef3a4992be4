package io.sluice.sink.store;

import io.sluice.io.vfs.Vfs;
import io.sluice.sink.store.log.Entry;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a connector does with one partition, for the tests: a source of numbered rows, of which each commit takes three into two
 * files of two keys.
 */
final class SourceWriter {
    static final String SOURCE = "orders-1";
    static final long ROWS = 9;
    private static final int COMMIT_ROWS = 3;

    private SourceWriter() {}

    /** Claims, and writes all that is not committed yet. */
    static void run(Vfs vfs) throws IOException {
        run(Disk.target(vfs));
    }

    static void run(Target target) throws IOException {
        try (DataSet dataSet = DataSet.open(target, DataSetSettings.of("test"));
                ClaimedLog log = dataSet.claim(SOURCE)) {
            while (log.next() < ROWS) {
                commitNext(log);
            }
        }
    }

    static void commitNext(ClaimedLog log) throws IOException {
        long first = log.next();
        long next = Math.min(first + COMMIT_ROWS, ROWS);
        List<StagedFile> files = new ArrayList<>();
        for (int parity = 0; parity < 2; parity++) {
            List<String> rows = new ArrayList<>();
            for (long row = first; row < next; row++) {
                if (row % 2 == parity) {
                    rows.add(row(row));
                }
            }
            if (!rows.isEmpty()) {
                StagedFile file = log.stage(Key.of("parity=" + parity), first);
                files.add(file);
                file.seal(Rows.lines(rows).writeTo(file).withOffsets(first, next - 1));
            }
        }
        log.commit(new Entry.Range(first, next, Map.of("crc", Long.toString(next))), files, Map.of());
    }

    static List<String> allRows() {
        List<String> rows = new ArrayList<>();
        for (long row = 0; row < ROWS; row++) {
            rows.add(row(row));
        }
        return rows;
    }

    private static String row(long row) {
        return "row " + row;
    }
}
