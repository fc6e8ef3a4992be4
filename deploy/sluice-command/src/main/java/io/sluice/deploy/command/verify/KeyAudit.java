package io.sluice.deploy.command.verify;

import io.sluice.io.vfs.Vfs;
import io.sluice.record.BadRow;
import io.sluice.record.ColumnType;
import io.sluice.record.ColumnType.Kind;
import io.sluice.record.RowDecoder;
import io.sluice.record.RowVisitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.parquet.example.data.Group;

/**
 * Compares by the values of columns that name a row. It holds every different key of the data set, some 150 bytes each. One
 * thread.
 */
final class KeyAudit implements Audit {
    private static final char BETWEEN = '\u001f';

    private final List<String> key;
    private final RowDecoder decoder;
    private final boolean header;
    private final Map<String, int[]> counts = new HashMap<>();

    /**
     * @param key columns that are text, whole numbers, dates, times or UUIDs
     * @param decoder of lines
     * @param header whether the first line of each file is no row
     */
    KeyAudit(List<String> key, RowDecoder decoder, boolean header) {
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
    public AuditReport compare(Vfs vfs, Map<String, SourceFile> files) throws IOException {
        List<AuditReport.FileResult> results = new ArrayList<>();
        for (SourceFile file : new TreeMap<>(files).values()) {
            Tally tally = new Tally();
            boolean[] first = {header};
            file.lines(vfs, (buffer, offset, length, position) -> {
                if (first[0]) {
                    first[0] = false;
                } else {
                    decoder.decode(buffer, offset, length, position, tally);
                }
            });
            results.add(new AuditReport.FileResult(
                    file.name(),
                    tally.lines,
                    tally.found + tally.duplicated,
                    tally.lines - tally.found,
                    tally.duplicated));
        }
        long unknown = counts.values().stream()
                .mapToLong(count -> count[1] == 0 ? count[0] : 0)
                .sum();
        return new AuditReport(results, Map.of(), unknown);
    }

    /**
     * The lines of one file. A key that several lines have takes as many rows; what is left over is told with the last row
     * of it that was found.
     */
    private final class Tally implements RowVisitor {
        private final String[] values = new String[decoder.schema().columns().size()];
        private long lines;
        private long found;
        private long duplicated;

        @Override
        public void beginRow(long position, int row) {
            Arrays.fill(values, "");
        }

        @Override
        public void endRow() {
            lines++;
            StringBuilder text = new StringBuilder();
            for (String column : key) {
                text.append(values[index(column)]).append(BETWEEN);
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

        private int index(String column) {
            for (int i = 0; i < values.length; i++) {
                if (decoder.schema().columns().get(i).name().equals(column)) {
                    return i;
                }
            }
            throw new IllegalStateException(column);
        }

        @Override
        public void badRow(BadRow row) {
            // A line all the same, for which a row is not to be expected: but somebody wanted one.
            lines++;
        }

        @Override
        public void nullValue(int column) {
            // Stays empty.
        }

        @Override
        public void booleanValue(int column, boolean value) {
            values[column] = Boolean.toString(value);
        }

        @Override
        public void longValue(int column, long value) {
            values[column] = Long.toString(value);
        }

        @Override
        public void doubleValue(int column, double value) {
            values[column] = Double.toString(value);
        }

        @Override
        public void decimalValue(int column, long unscaled) {
            values[column] = Long.toString(unscaled);
        }

        @Override
        public void wideDecimalValue(int column, long high, long low) {
            values[column] = high + ":" + low;
        }

        @Override
        public void bytesValue(int column, byte[] buffer, int offset, int length) {
            values[column] = decoder.schema().columns().get(column).type().kind() == Kind.STRING
                    ? new String(buffer, offset, length, StandardCharsets.UTF_8)
                    : "";
        }

        @Override
        public void uuidValue(int column, long mostSignificant, long leastSignificant) {
            values[column] = new UUID(mostSignificant, leastSignificant).toString();
        }
    }
}
