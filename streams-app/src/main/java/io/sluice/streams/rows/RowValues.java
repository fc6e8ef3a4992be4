package io.sluice.streams.rows;

import io.sluice.record.BadRow;
import io.sluice.record.RowSchema;
import io.sluice.record.RowVisitor;
import java.util.Arrays;

/**
 * The values of a row, by column, in arrays that later rows reuse; nothing is boxed. Handed to a {@link RowReceiver} when the
 * row is complete, or when some more are, so that the receiver may look ahead. One per decoding thread.
 */
public final class RowValues implements RowVisitor {
    private final int columns;
    private final int most;
    // One row behind the other.
    private final boolean[] nulls;
    private final long[] high;
    private final long[] low;
    private final byte[][] buffers;
    private final long[] positions;
    private final int[] numbers;
    private int held;
    // Where the values of the row at hand begin.
    private int base;
    private RowReceiver receiver;
    // What stays as it is until the rows are handed over.
    private byte[] lasting;

    /** Of one row at a time. */
    public RowValues(RowSchema schema) {
        this(schema, 1);
    }

    /** Of so many rows, which are handed over together; those that are left at {@link #end}. */
    public RowValues(RowSchema schema, int most) {
        this.most = most;
        columns = schema.columns().size();
        nulls = new boolean[columns * most];
        high = new long[columns * most];
        low = new long[columns * most];
        buffers = new byte[columns * most][];
        positions = new long[most];
        numbers = new int[most];
    }

    /** Hands rows to this receiver from now on; values from other bytes than these are copied if they have to wait. */
    public RowValues to(RowReceiver newReceiver, byte[] bytes) {
        receiver = newReceiver;
        lasting = bytes;
        held = 0;
        base = 0;
        return this;
    }

    public RowValues to(RowReceiver newReceiver) {
        return to(newReceiver, null);
    }

    /** Hands over what is left. */
    public void end() {
        int count = held;
        held = 0;
        if (count > 1) {
            receiver.coming(this, count);
        }
        for (int i = 0; i < count; i++) {
            at(i);
            receiver.row(this, positions[i], numbers[i]);
        }
        base = 0;
    }

    /** Makes one of the rows that are coming the one at hand. */
    public void at(int row) {
        base = row * columns;
    }

    public boolean isNull(int column) {
        return nulls[base + column];
    }

    /** A boolean (0 or 1), int, long, date, timestamp, a decimal's unscaled value, or the lower half of what is wider. */
    public long longAt(int column) {
        return low[base + column];
    }

    /** The upper half of a wide decimal or a UUID. */
    public long highAt(int column) {
        return high[base + column];
    }

    public double doubleAt(int column) {
        return Double.longBitsToDouble(low[base + column]);
    }

    /** The buffer in which a string's or bytes column's slice lies. */
    public byte[] bufferAt(int column) {
        return buffers[base + column];
    }

    public int offsetAt(int column) {
        return (int) low[base + column];
    }

    public int lengthAt(int column) {
        return (int) high[base + column];
    }

    @Override
    public void beginRow(long rowPosition, int row) {
        positions[held] = rowPosition;
        numbers[held] = row;
    }

    @Override
    public void nullValue(int column) {
        nulls[base + column] = true;
    }

    @Override
    public void booleanValue(int column, boolean value) {
        longValue(column, value ? 1 : 0);
    }

    @Override
    public void longValue(int column, long value) {
        nulls[base + column] = false;
        low[base + column] = value;
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
        high[base + column] = highBits;
        longValue(column, lowBits);
    }

    @Override
    public void bytesValue(int column, byte[] buffer, int offset, int length) {
        boolean lasts = most == 1 || buffer == lasting;
        buffers[base + column] = lasts ? buffer : Arrays.copyOfRange(buffer, offset, offset + length);
        high[base + column] = length;
        longValue(column, lasts ? offset : 0);
    }

    @Override
    public void uuidValue(int column, long mostSignificant, long leastSignificant) {
        wideDecimalValue(column, mostSignificant, leastSignificant);
    }

    @Override
    public void endRow() {
        held++;
        if (held == most) {
            end();
        } else {
            at(held);
        }
    }

    @Override
    public void badRow(BadRow row) {
        end();
        receiver.bad(row);
    }
}
