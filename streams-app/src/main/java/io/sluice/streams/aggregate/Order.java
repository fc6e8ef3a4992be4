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

    /** The input of no row. */
    static final byte[] NOWHERE = {};

    // The time, the sequence, and behind the input's the position and the row.
    private static final int WITHOUT_SEQUENCE = 3;

    private final long[] words;
    private byte[] input = NOWHERE;

    /** An order of rows with so many sequence columns. */
    public Order(int sequenceColumns) {
        words = new long[words(sequenceColumns)];
    }

    /** How many words of an array an order takes, beside its input. */
    static int words(int sequenceColumns) {
        return WITHOUT_SEQUENCE + sequenceColumns;
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
        words[words.length - 2] = newPosition;
        words[words.length - 1] = newRow;
    }

    public void time(long newTime) {
        words[0] = newTime;
    }

    public long time() {
        return words[0];
    }

    public void sequence(int index, long value) {
        words[1 + index] = value;
    }

    /** Takes the other's value. */
    public void copy(Order other) {
        System.arraycopy(other.words, 0, words, 0, words.length);
        if (input != other.input) {
            input = other.input;
        }
    }

    /** Its words go there; the input is the caller's to take over. */
    void copyTo(long[] target, int at) {
        System.arraycopy(words, 0, target, at, words.length);
    }

    byte[] input() {
        return input;
    }

    public boolean isBefore(Order other) {
        return compare(other) < 0;
    }

    int compare(Order other) {
        return compare(other.words, 0, other.input);
    }

    /** Compares it with one that lies in an array. */
    int compare(long[] other, int at, byte[] otherInput) {
        return compare(words, 0, input, other, at, otherInput, words.length);
    }

    /** Compares two that lie in arrays, of so many words. */
    static int compare(
            long[] one, int oneAt, byte[] oneInput, long[] other, int otherAt, byte[] otherInput, int words) {
        int places = words - 2;
        for (int i = 0; i < words; i++) {
            if (i == places && oneInput != otherInput) {
                int inputs = Arrays.compareUnsigned(oneInput, otherInput);
                if (inputs != 0) {
                    return inputs;
                }
            }
            long a = one[oneAt + i];
            long b = other[otherAt + i];
            if (a != b) {
                return a < b ? -1 : 1;
            }
        }
        return 0;
    }

    void write(PackedWriter out) {
        write(words, 0, input, words.length, out);
    }

    static void write(long[] from, int at, byte[] input, int words, PackedWriter out) {
        out.writeLong(from[at]);
        int places = at + words - 2;
        for (int i = at + 1; i < places; i++) {
            out.writeSigned(from[i]);
        }
        out.writeRepeated(input);
        out.writeCount(from[places]);
        out.writeCount(from[places + 1]);
    }

    void read(PackedReader in) {
        input = read(words, 0, words.length, in);
    }

    /** Reads the words, and returns the input. */
    static byte[] read(long[] to, int at, int words, PackedReader in) {
        to[at] = in.readLong();
        int places = at + words - 2;
        for (int i = at + 1; i < places; i++) {
            to[i] = in.readSigned();
        }
        byte[] input = in.readRepeated();
        to[places] = in.readCount();
        to[places + 1] = in.readCount();
        return input;
    }
}
