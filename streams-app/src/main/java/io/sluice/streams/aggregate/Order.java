package io.sluice.streams.aggregate;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import java.util.Arrays;

/**
 * Which row comes first, however rows arrive: event time, then the declared sequence columns, then where the row stands
 * in its input. No two rows are equal. Reused, by one thread; {@link #copy} takes a value over.
 */
public final class Order {
    /** A sequence column's null: before all values. */
    public static final long NO_SEQUENCE = Long.MIN_VALUE;

    private static final byte[] NOWHERE = {};

    private final long[] sequence;
    private long time;
    private byte[] input = NOWHERE;
    private long position;
    private long row;

    /** An order of rows with so many sequence columns. */
    public Order(int sequenceColumns) {
        sequence = new long[sequenceColumns];
    }

    /**
     * Where the row stands.
     *
     * @param newInput the file's id or the topic's partition; not to be changed afterwards
     * @param newPosition the byte position in the file, or the record's offset
     * @param newRow the row's number in the record, or 0 in files
     */
    public void at(byte[] newInput, long newPosition, long newRow) {
        input = newInput;
        position = newPosition;
        row = newRow;
    }

    public void time(long newTime) {
        time = newTime;
    }

    public long time() {
        return time;
    }

    public void sequence(int index, long value) {
        sequence[index] = value;
    }

    /** Takes the other's value. */
    public void copy(Order other) {
        time = other.time;
        System.arraycopy(other.sequence, 0, sequence, 0, sequence.length);
        input = other.input;
        position = other.position;
        row = other.row;
    }

    public boolean isBefore(Order other) {
        return compare(other) < 0;
    }

    int compare(Order other) {
        if (time != other.time) {
            return time < other.time ? -1 : 1;
        }
        for (int i = 0; i < sequence.length; i++) {
            if (sequence[i] != other.sequence[i]) {
                return sequence[i] < other.sequence[i] ? -1 : 1;
            }
        }
        if (input != other.input) {
            int inputs = Arrays.compareUnsigned(input, other.input);
            if (inputs != 0) {
                return inputs;
            }
        }
        int positions = Long.compare(position, other.position);
        return positions != 0 ? positions : Long.compare(row, other.row);
    }

    void write(PackedWriter out) {
        out.writeLong(time);
        for (long value : sequence) {
            out.writeSigned(value);
        }
        out.writeRepeated(input);
        out.writeCount(position);
        out.writeCount(row);
    }

    void read(PackedReader in) {
        time = in.readLong();
        for (int i = 0; i < sequence.length; i++) {
            sequence[i] = in.readSigned();
        }
        input = in.readRepeated();
        position = in.readCount();
        row = in.readCount();
    }
}
