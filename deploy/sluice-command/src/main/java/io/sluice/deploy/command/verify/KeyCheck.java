package io.sluice.deploy.command.verify;

import io.sluice.io.vfs.Vfs;
import io.sluice.record.BadRow;
import io.sluice.record.ColumnType;
import io.sluice.record.RowDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;

/**
 * Compares by the values of columns that name a row. It holds every different key of the data set, some 150 bytes each. One
 * thread.
 */
final class KeyCheck implements LineCheck {
    private static final char BETWEEN = '\u001f';

    private final List<String> key;
    private final RowDecoder decoder;
    private final boolean header;
    private final Map<String, int[]> counts = new HashMap<>();

    /**
     * @param key columns that are text, whole numbers, dates or times
     * @param decoder of lines
     * @param header whether the first line of each file is no row
     */
    KeyCheck(List<String> key, RowDecoder decoder, boolean header) {
        this.key = List.copyOf(key);
        this.decoder = decoder;
        this.header = header;
    }

    /** Whether a column of the type can be of a key. */
    static boolean canBeKey(ColumnType type) {
        return switch (type.kind()) {
            case STRING, INT, LONG, DATE, TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS -> true;
            default -> false;
        };
    }

    @Override
    public List<String> columns() {
        return key;
    }

    @Override
    public void row(Group row) {
        StringBuilder text = new StringBuilder();
        for (String column : key) {
            if (row.getFieldRepetitionCount(column) > 0) {
                text.append(row.getValueToString(row.getType().getFieldIndex(column), 0));
            }
            text.append(BETWEEN);
        }
        counts.computeIfAbsent(text.toString(), unused -> new int[2])[0]++;
    }

    @Override
    public CheckReport compare(Vfs vfs, SourceFiles files) throws IOException {
        List<CheckReport.FileResult> results = new ArrayList<>();
        for (SourceFile file : files.all()) {
            Tally tally = new Tally();
            boolean[] first = {header};
            file.lines(vfs, (buffer, offset, length, position) -> {
                if (first[0]) {
                    first[0] = false;
                } else {
                    decoder.decode(buffer, offset, length, position, tally);
                }
            });
            results.add(new CheckReport.FileResult(
                    file.name(),
                    tally.lines,
                    tally.found + tally.duplicated,
                    tally.lines - tally.found,
                    tally.duplicated,
                    CheckReport.BY_KEY));
        }
        long unknown = counts.values().stream()
                .mapToLong(count -> count[1] == 0 ? count[0] : 0)
                .sum();
        return new CheckReport(results, List.of(), unknown);
    }

    /**
     * The lines of one file. A key that several lines have takes as many rows; what is left over is told with the last row
     * of it that was found.
     */
    private final class Tally extends TextRow {
        private final int[] columns = key.stream().mapToInt(this::index).toArray();
        private long lines;
        private long found;
        private long duplicated;

        Tally() {
            super(decoder.schema());
        }

        @Override
        public void endRow() {
            lines++;
            StringBuilder text = new StringBuilder();
            for (int column : columns) {
                text.append(value(column)).append(BETWEEN);
            }
            int[] count = counts.get(text.toString());
            if (count == null) {
                return;
            }
            if (count[1] == 0) {
                // All rows beyond the first, until another line of this key takes one of them.
                duplicated += count[0] - 1;
                found++;
            } else if (count[1] < count[0]) {
                duplicated--;
                found++;
            }
            count[1]++;
        }

        @Override
        public void badRow(BadRow row) {
            // A line all the same, for which a row is not to be expected: but somebody wanted one.
            lines++;
        }
    }
}
