package io.sluice.streams.aggregate;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import java.math.BigInteger;

/**
 * A sum of whole numbers without rounding and, as long as values and products are of 64 bits and their products of 128,
 * without garbage: 192 bits, which 2^64 products of two longs cannot exceed. What is wider than 128 bits is added apart.
 * Owned by one thread.
 */
final class ExactSum {
    private static final int MOST_BYTES = 24;

    private long high;
    private long middle;
    private long low;
    private BigInteger wide = BigInteger.ZERO;

    void clear() {
        high = 0;
        middle = 0;
        low = 0;
        wide = BigInteger.ZERO;
    }

    void add(long value) {
        add(value >> 63, value >> 63, value);
    }

    /** Adds a number of 128 bits. */
    void add(long upper, long lower) {
        add(upper >> 63, upper, lower);
    }

    void addProduct(long a, long b) {
        long upper = Math.multiplyHigh(a, b);
        add(upper >> 63, upper, a * b);
    }

    void add(BigInteger value) {
        wide = wide.add(value);
    }

    void add(ExactSum other) {
        add(other.high, other.middle, other.low);
        if (other.wide.signum() != 0) {
            wide = wide.add(other.wide);
        }
    }

    private void add(long upper, long between, long lower) {
        long sum = low + lower;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        low = sum;
        sum = middle + between;
        long nextCarry = Long.compareUnsigned(sum, middle) < 0 ? 1 : 0;
        long withCarry = sum + carry;
        nextCarry += Long.compareUnsigned(withCarry, sum) < 0 ? 1 : 0;
        middle = withCarry;
        high += upper + nextCarry;
    }

    BigInteger value() {
        BigInteger fast;
        if (middle == low >> 63 && high == middle) {
            fast = BigInteger.valueOf(low);
        } else {
            byte[] bytes = new byte[MOST_BYTES];
            for (int i = 0; i < MOST_BYTES; i++) {
                bytes[i] = byteAt(MOST_BYTES - 1 - i);
            }
            fast = new BigInteger(bytes);
        }
        return fast.add(wide);
    }

    private byte byteAt(int place) {
        long word = place < 8 ? low : place < 16 ? middle : high;
        return (byte) (word >> (8 * (place & 7)));
    }

    void write(PackedWriter out) {
        boolean small = middle == low >> 63 && high == middle && wide.signum() == 0;
        out.writeByte(small ? 0 : wide.signum() == 0 ? 1 : 2);
        if (small) {
            out.writeSigned(low);
            return;
        }
        out.writeLong(high);
        out.writeLong(middle);
        out.writeLong(low);
        if (wide.signum() != 0) {
            out.writeBytes(wide.toByteArray());
        }
    }

    void read(PackedReader in) {
        int form = in.readByte();
        wide = BigInteger.ZERO;
        if (form == 0) {
            low = in.readSigned();
            middle = low >> 63;
            high = middle;
            return;
        }
        high = in.readLong();
        middle = in.readLong();
        low = in.readLong();
        if (form == 2) {
            wide = new BigInteger(in.readBytes());
        }
    }
}
