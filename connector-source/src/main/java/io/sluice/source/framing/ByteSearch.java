package io.sluice.source.framing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for a byte, eight at a time. Stateless. */
final class ByteSearch {

    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private ByteSearch() {}

    /** The first {@code value} in {@code [from, to)}, or -1. */
    static int indexOf(byte[] bytes, int from, int to, byte value) {
        long repeated = (value & 0xFF) * LOW_BITS;
        int at = from;
        // Four words per turn: one branch for 32 bytes, and the processor works on all four at once.
        for (; to - at >= 4 * Long.BYTES; at += 4 * Long.BYTES) {
            long first = marks(bytes, at, repeated);
            long second = marks(bytes, at + 8, repeated);
            long third = marks(bytes, at + 16, repeated);
            long fourth = marks(bytes, at + 24, repeated);
            if ((first | second | third | fourth) != 0) {
                if (first != 0) {
                    return at + firstMark(first);
                }
                if (second != 0) {
                    return at + 8 + firstMark(second);
                }
                return third != 0 ? at + 16 + firstMark(third) : at + 24 + firstMark(fourth);
            }
        }
        for (; to - at >= Long.BYTES; at += Long.BYTES) {
            long marks = marks(bytes, at, repeated);
            if (marks != 0) {
                return at + firstMark(marks);
            }
        }
        for (; at < to; at++) {
            if (bytes[at] == value) {
                return at;
            }
        }
        return -1;
    }

    /** The last {@code value} in {@code [from, to)}, or -1. */
    static int lastIndexOf(byte[] bytes, int from, int to, byte value) {
        long repeated = (value & 0xFF) * LOW_BITS;
        int at = to;
        for (; at - from >= Long.BYTES; at -= Long.BYTES) {
            long marks = exactMarks((long) WORDS.get(bytes, at - Long.BYTES) ^ repeated);
            if (marks != 0) {
                return at - 1 - (Long.numberOfLeadingZeros(marks) >>> 3);
            }
        }
        while (at > from) {
            at--;
            if (bytes[at] == value) {
                return at;
            }
        }
        return -1;
    }

    /** Marks places that hold the byte; only the lowest mark is reliable. */
    private static long marks(byte[] bytes, int at, long repeated) {
        long difference = (long) WORDS.get(bytes, at) ^ repeated;
        return (difference - LOW_BITS) & ~difference & HIGH_BITS;
    }

    /** Marks all zero bytes and no others: nothing carries from one byte to the next. */
    private static long exactMarks(long word) {
        return ~(((word & ~HIGH_BITS) + ~HIGH_BITS) | word | ~HIGH_BITS);
    }

    private static int firstMark(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }
}
