package io.sluice.streams.aggregate;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import java.math.BigInteger;

/**
 * A sum of whole numbers without rounding in three words of an array: 192 bits, highest first, which 2^64 products of two
 * longs cannot exceed. The array is its owner's; stateless.
 */
final class SumWords {
    /** How many words there are to a sum. */
    static final int COUNT = 3;

    private static final int BYTES = COUNT * Long.BYTES;

    private SumWords() {}

    static void add(long[] words, int at, long value) {
        add(words, at, value >> 63, value >> 63, value);
    }

    static void addProduct(long[] words, int at, long a, long b) {
        long upper = Math.multiplyHigh(a, b);
        add(words, at, upper >> 63, upper, a * b);
    }

    static void add(long[] words, int at, long[] other, int otherAt) {
        add(words, at, other[otherAt], other[otherAt + 1], other[otherAt + 2]);
    }

    static void add(long[] words, int at, long upper, long between, long lower) {
        long sum = words[at + 2] + lower;
        long carry = Long.compareUnsigned(sum, lower) < 0 ? 1 : 0;
        words[at + 2] = sum;
        sum = words[at + 1] + between;
        long nextCarry = Long.compareUnsigned(sum, between) < 0 ? 1 : 0;
        long withCarry = sum + carry;
        nextCarry += Long.compareUnsigned(withCarry, sum) < 0 ? 1 : 0;
        words[at + 1] = withCarry;
        words[at] += upper + nextCarry;
    }

    /** Whether it is a number of 64 bits, which is then the lowest word. */
    static boolean isLong(long[] words, int at) {
        return words[at + 1] == words[at + 2] >> 63 && words[at] == words[at + 1];
    }

    static void setLong(long[] words, int at, long value) {
        words[at + 2] = value;
        words[at + 1] = value >> 63;
        words[at] = value >> 63;
    }

    static BigInteger value(long[] words, int at) {
        if (isLong(words, at)) {
            return BigInteger.valueOf(words[at + 2]);
        }
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bytes[i] = (byte) (words[at + i / Long.BYTES] >> (Long.SIZE - Byte.SIZE - Byte.SIZE * (i % Long.BYTES)));
        }
        return new BigInteger(bytes);
    }

    /** In eight bytes a word. */
    static void writeWords(long[] words, int at, PackedWriter out) {
        for (int i = 0; i < COUNT; i++) {
            out.writeLong(words[at + i]);
        }
    }

    static void readWords(long[] words, int at, PackedReader in) {
        for (int i = 0; i < COUNT; i++) {
            words[at + i] = in.readLong();
        }
    }
}
