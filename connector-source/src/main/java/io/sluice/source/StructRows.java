package io.sluice.source;

import io.sluice.record.BadRow;
import io.sluice.record.ColumnType;
import io.sluice.record.ColumnType.Kind;
import io.sluice.record.RowSchema;
import io.sluice.record.RowVisitor;
import io.sluice.record.WideDecimal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/** Puts the values of a row into a struct, as they are decoded. Holds one row at a time; owned by the reader thread. */
final class StructRows implements RowVisitor {

    private final Schema schema;
    private final List<Field> fields;
    private final ColumnType[] types;
    private final int timeColumn;

    private Struct row;
    private Struct begun;
    private BadRow bad;
    private long millis;
    private boolean hasTime;
    private int rows;

    /** @param timeColumn the column that says when the row happened, or -1 */
    StructRows(RowSchema rows, Schema schema, int timeColumn) {
        this.schema = schema;
        this.fields = schema.fields();
        this.types = rows.columns().stream().map(column -> column.type()).toArray(ColumnType[]::new);
        this.timeColumn = timeColumn;
    }

    /** Forgets the last row. */
    void clear() {
        row = null;
        begun = null;
        bad = null;
        hasTime = false;
        rows = 0;
    }

    /** The row that was decoded since {@link #clear}, or null. */
    Struct row() {
        return row;
    }

    /** What was decoded instead of a row, or null. */
    BadRow bad() {
        return bad;
    }

    /** How many rows, good or bad. */
    int rows() {
        return rows;
    }

    boolean hasTime() {
        return hasTime;
    }

    /** When the row happened, if {@link #hasTime}: milliseconds since 1970. */
    long millis() {
        return millis;
    }

    static boolean holdsTime(ColumnType type) {
        return switch (type.kind()) {
            case DATE, TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS -> true;
            default -> false;
        };
    }

    private static long millis(Kind kind, long value) {
        return switch (kind) {
            case DATE -> TimeUnit.DAYS.toMillis(value);
            case TIMESTAMP_MICROS -> Math.floorDiv(value, 1_000);
            case TIMESTAMP_NANOS -> Math.floorDiv(value, 1_000_000);
            default -> value;
        };
    }

    private void put(int column, Object value) {
        begun.put(fields.get(column), value);
    }

    // ---- the visitor

    @Override
    public void beginRow(long position, int number) {
        begun = new Struct(schema);
    }

    @Override
    public void nullValue(int column) {
        // A field that was not put is null.
    }

    @Override
    public void booleanValue(int column, boolean value) {
        put(column, value);
    }

    @Override
    public void longValue(int column, long value) {
        Kind kind = types[column].kind();
        if (column == timeColumn) {
            millis = millis(kind, value);
            hasTime = true;
        }
        switch (kind) {
            case INT -> put(column, (int) value);
            case DATE -> put(column, Date.toLogical(fields.get(column).schema(), (int) value));
            case TIMESTAMP_MILLIS ->
                put(column, Timestamp.toLogical(fields.get(column).schema(), value));
            default -> put(column, value);
        }
    }

    @Override
    public void doubleValue(int column, double value) {
        put(column, value);
    }

    @Override
    public void decimalValue(int column, long unscaled) {
        put(column, BigDecimal.valueOf(unscaled, types[column].scale()));
    }

    @Override
    public void wideDecimalValue(int column, long high, long low) {
        put(column, WideDecimal.of(high, low, types[column].scale()));
    }

    @Override
    public void bytesValue(int column, byte[] buffer, int offset, int length) {
        put(
                column,
                types[column].kind() == Kind.STRING
                        ? new String(buffer, offset, length, StandardCharsets.UTF_8)
                        : Arrays.copyOfRange(buffer, offset, offset + length));
    }

    @Override
    public void uuidValue(int column, long mostSignificant, long leastSignificant) {
        put(column, new UUID(mostSignificant, leastSignificant).toString());
    }

    @Override
    public void endRow() {
        row = begun;
        rows++;
    }

    @Override
    public void badRow(BadRow row) {
        bad = row;
        rows++;
    }
}
