package io.sluice.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at a time, in one {@code long} whose lowest byte is the first. Stateless. */
final class Swar {

    static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x0101010101010101L;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Swar() {}

    static long word(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }

    /** The byte in each of the eight places. */
    static long repeat(int value) {
        return (value & 0xFF) * LOW_BITS;
    }

    /** Marks the places where {@code word} holds the repeated byte. Only the lowest mark is reliable. */
    static long matches(long word, long repeated) {
        long difference = word ^ repeated;
        return (difference - LOW_BITS) & ~difference & HIGH_BITS;
    }

    /** The place, 0 to 7, of the lowest mark. */
    static int firstMark(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    static boolean areDigits(long word) {
        // A digit has 3 in its upper half, also after 6 is added to its lower half.
        return ((word & 0xF0F0F0F0F0F0F0F0L) | (((word + 0x0606060606060606L) & 0xF0F0F0F0F0F0F0F0L) >>> 4))
                == 0x3333333333333333L;
    }

    /** The number that eight digits spell: pairs are joined to two, four, then eight digits. */
    static int eightDigits(long word) {
        long digits = word & 0x0F0F0F0F0F0F0F0FL;
        long pairs = (digits * 10 + (digits >>> 8)) & 0x00FF00FF00FF00FFL;
        long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000FFFF0000FFFFL;
        return (int) ((fours & 0xFFFF) * 10_000 + (fours >>> 32));
    }

    /** The first {@code value} in {@code [from, to)}, or {@code to}. */
    static int indexOf(byte[] bytes, int from, int to, int value) {
        int at = from;
        long repeated = repeat(value);
        for (; to - at >= Long.BYTES; at += Long.BYTES) {
            long marks = matches(word(bytes, at), repeated);
            if (marks != 0) {
                return at + firstMark(marks);
            }
        }
        while (at < to && bytes[at] != (byte) value) {
            at++;
        }
        return at;
    }
}
