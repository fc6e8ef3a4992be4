package io.sluice.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One row, decoded but not delivered. Reused for every row of one decoder, by its thread.
 *
 * <p>Rows are buffered, rather than delivered at once with a way to take them back, because a visitor often has effects
 * that cannot be taken back cheaply: a Parquet writer that has been given half a row, an aggregate that has added. The
 * price is one store and one load per value, in arrays that stay in the first-level cache.
 */
final class RowBuffer {

    private static final byte MISSING = 0;
    private static final byte NULL = 1;
    private static final byte VALUE = 2;
    private static final byte SCRATCH = 3;

    private final ColumnType.Kind[] kinds;
    private final boolean[] wide;
    private final boolean[] nullable;
    private final byte[] states;
    private final long[] low;
    private final long[] high;

    // Bytes that exist in this form nowhere in the input: unescaped, transcoded or decoded. Grows to the largest row.
    private byte[] scratch = new byte[256];
    private int scratchUsed;
    private int errorAt;

    RowBuffer(RowSchema schema) {
        List<Column> columns = schema.columns();
        int size = columns.size();
        kinds = new ColumnType.Kind[size];
        wide = new boolean[size];
        nullable = new boolean[size];
        for (int i = 0; i < size; i++) {
            kinds[i] = columns.get(i).type().kind();
            wide[i] = columns.get(i).type().isWideDecimal();
            nullable[i] = columns.get(i).nullable();
        }
        states = new byte[size];
        low = new long[size];
        high = new long[size];
    }

    /** Forgets the row. */
    void clear() {
        Arrays.fill(states, MISSING);
        scratchUsed = 0;
        errorAt = -1;
    }

    void setNull(int column) {
        states[column] = NULL;
    }

    void setLong(int column, long value) {
        low[column] = value;
        states[column] = VALUE;
    }

    void setDouble(int column, double value) {
        setLong(column, Double.doubleToRawLongBits(value));
    }

    void setPair(int column, long highBits, long lowBits) {
        high[column] = highBits;
        setLong(column, lowBits);
    }

    /** The value is a slice of the decoder's input. */
    void setSlice(int column, int from, int to) {
        low[column] = from;
        high[column] = (long) to - from;
        states[column] = VALUE;
    }

    /** The value is what was appended to the scratch since {@link #scratchUsed} was {@code from}. */
    void setScratch(int column, int from) {
        low[column] = from;
        high[column] = (long) scratchUsed - from;
        states[column] = SCRATCH;
    }

    boolean isNullable(int column) {
        return nullable[column];
    }

    boolean isMissing(int column) {
        return states[column] == MISSING;
    }

    long longAt(int column) {
        return low[column];
    }

    /** The scratch, with room for {@code more} bytes. A later call may return another array. */
    byte[] scratch(int more) {
        if (scratch.length - scratchUsed < more) {
            int needed = Math.addExact(scratchUsed, more);
            scratch = Arrays.copyOf(scratch, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * needed));
        }
        return scratch;
    }

    int scratchUsed() {
        return scratchUsed;
    }

    void scratchUsed(int used) {
        scratchUsed = used;
    }

    /** Where in the decoder's input the fault lies, if closer than the start of its field; or -1. */
    int errorAt() {
        return errorAt;
    }

    void errorAt(int at) {
        errorAt = at;
    }

    /** A string column's value as an object: for headers, not for rows. */
    String string(int column, byte[] input) {
        byte[] bytes = states[column] == SCRATCH ? scratch : input;
        return new String(bytes, (int) low[column], (int) high[column], StandardCharsets.UTF_8);
    }

    /** Delivers all columns; each must have been set. */
    void deliver(byte[] input, RowVisitor visitor) {
        for (int i = 0; i < kinds.length; i++) {
            if (states[i] == NULL) {
                visitor.nullValue(i);
            } else {
                deliverValue(i, input, visitor);
            }
        }
    }

    private void deliverValue(int i, byte[] input, RowVisitor visitor) {
        switch (kinds[i]) {
            case STRING, BYTES ->
                visitor.bytesValue(i, states[i] == SCRATCH ? scratch : input, (int) low[i], (int) high[i]);
            case BOOLEAN -> visitor.booleanValue(i, low[i] != 0);
            case INT, LONG, DATE, TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS -> visitor.longValue(i, low[i]);
            case DOUBLE -> visitor.doubleValue(i, Double.longBitsToDouble(low[i]));
            case DECIMAL -> {
                if (wide[i]) {
                    visitor.wideDecimalValue(i, high[i], low[i]);
                } else {
                    visitor.decimalValue(i, low[i]);
                }
            }
            case UUID -> visitor.uuidValue(i, high[i], low[i]);
        }
    }
}
