package io.sluice.streams.rows;

import io.sluice.record.BadRow;
import io.sluice.record.RowSchema;
import io.sluice.record.RowVisitor;

/**
 * The values of one row, by column, in arrays that the next row reuses; nothing is boxed or copied. Handed to a {@link
 * RowReceiver} when the row is complete. One per decoding thread.
 */
public final class RowValues implements RowVisitor {
    private final boolean[] nulls;
    private final long[] high;
    private final long[] low;
    private final byte[][] buffers;
    private RowReceiver receiver;
    private long position;
    private int number;

    public RowValues(RowSchema schema) {
        int columns = schema.columns().size();
        nulls = new boolean[columns];
        high = new long[columns];
        low = new long[columns];
        buffers = new byte[columns][];
    }

    /** Hands rows to this receiver from now on. */
    public RowValues to(RowReceiver newReceiver) {
        receiver = newReceiver;
        return this;
    }

    public boolean isNull(int column) {
        return nulls[column];
    }

    /** A boolean (0 or 1), int, long, date, timestamp, a decimal's unscaled value, or the lower half of what is wider. */
    public long longAt(int column) {
        return low[column];
    }

    /** The upper half of a wide decimal or a UUID. */
    public long highAt(int column) {
        return high[column];
    }

    public double doubleAt(int column) {
        return Double.longBitsToDouble(low[column]);
    }

    /** The buffer in which a string's or bytes column's slice lies. */
    public byte[] bufferAt(int column) {
        return buffers[column];
    }

    public int offsetAt(int column) {
        return (int) low[column];
    }

    public int lengthAt(int column) {
        return (int) high[column];
    }

    @Override
    public void beginRow(long rowPosition, int row) {
        position = rowPosition;
        number = row;
    }

    @Override
    public void nullValue(int column) {
        nulls[column] = true;
    }

    @Override
    public void booleanValue(int column, boolean value) {
        longValue(column, value ? 1 : 0);
    }

    @Override
    public void longValue(int column, long value) {
        nulls[column] = false;
        low[column] = value;
    }

    @Override
    public void doubleValue(int column, double value) {
        longValue(column, Double.doubleToRawLongBits(value));
    }

    @Override
    public void decimalValue(int column, long unscaled) {
        longValue(column, unscaled);
    }

    @Override
    public void wideDecimalValue(int column, long highBits, long lowBits) {
        high[column] = highBits;
        longValue(column, lowBits);
    }

    @Override
    public void bytesValue(int column, byte[] buffer, int offset, int length) {
        buffers[column] = buffer;
        high[column] = length;
        longValue(column, offset);
    }

    @Override
    public void uuidValue(int column, long mostSignificant, long leastSignificant) {
        wideDecimalValue(column, mostSignificant, leastSignificant);
    }

    @Override
    public void endRow() {
        receiver.row(this, position, number);
    }

    @Override
    public void badRow(BadRow row) {
        receiver.bad(row);
    }
}
