package io.sluice.streams.aggregate;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import java.math.BigInteger;

/**
 * A sum of whole numbers without rounding and, as long as values and products are of 64 bits and their products of 128,
 * without garbage: {@link SumWords}. What is wider than 128 bits is added apart. Owned by one thread.
 */
final class ExactSum {
    private static final int LONG = 0;
    private static final int WORDS = 1;
    private static final int WIDE = 2;

    private final long[] words = new long[SumWords.COUNT];
    private BigInteger wide = BigInteger.ZERO;

    void clear() {
        SumWords.setLong(words, 0, 0);
        wide = BigInteger.ZERO;
    }

    void add(long value) {
        SumWords.add(words, 0, value);
    }

    /** Adds a number of 128 bits. */
    void add(long upper, long lower) {
        SumWords.add(words, 0, upper >> 63, upper, lower);
    }

    void addProduct(long a, long b) {
        SumWords.addProduct(words, 0, a, b);
    }

    void add(BigInteger value) {
        wide = wide.add(value);
    }

    void add(ExactSum other) {
        SumWords.add(words, 0, other.words, 0);
        if (other.wide.signum() != 0) {
            wide = wide.add(other.wide);
        }
    }

    BigInteger value() {
        return SumWords.value(words, 0).add(wide);
    }

    void write(PackedWriter out) {
        if (wide.signum() == 0) {
            write(words, 0, out);
            return;
        }
        out.writeByte(WIDE);
        SumWords.writeWords(words, 0, out);
        out.writeBytes(wide.toByteArray());
    }

    /** Writes words, as {@link #write(PackedWriter)} does where nothing is wide. */
    static void write(long[] words, int at, PackedWriter out) {
        if (SumWords.isLong(words, at)) {
            out.writeByte(LONG);
            out.writeSigned(words[at + SumWords.COUNT - 1]);
        } else {
            out.writeByte(WORDS);
            SumWords.writeWords(words, at, out);
        }
    }

    void read(PackedReader in) {
        wide = read(words, 0, in) ? new BigInteger(in.readBytes()) : BigInteger.ZERO;
    }

    /** Reads words; returns whether what is wide follows. */
    static boolean read(long[] words, int at, PackedReader in) {
        int form = in.readByte();
        if (form == LONG) {
            SumWords.setLong(words, at, in.readSigned());
            return false;
        }
        SumWords.readWords(words, at, in);
        return form == WIDE;
    }
}
