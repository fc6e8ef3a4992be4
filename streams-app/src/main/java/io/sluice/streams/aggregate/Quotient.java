package io.sluice.streams.aggregate;

import java.math.BigInteger;

/** Divisions of exact numbers: what is not a decimal of some length is rounded once, at the end, half to even. */
final class Quotient {
    /** How many more decimal places than its column a quotient has. */
    static final int MORE_PLACES = 6;

    private static final int MOST_PLACES = 38;

    private Quotient() {}

    /** The decimal places of a quotient of values that have so many. */
    static int scale(int scaleOfColumn) {
        return Math.min(MOST_PLACES, scaleOfColumn + MORE_PLACES);
    }

    /** The dividend with so many zeros appended, by a divisor above zero. */
    static BigInteger of(BigInteger dividend, BigInteger divisor, int zeros) {
        BigInteger[] parts = dividend.multiply(BigInteger.TEN.pow(zeros)).divideAndRemainder(divisor);
        int half = parts[1].abs().shiftLeft(1).compareTo(divisor);
        boolean away = half > 0 || (half == 0 && parts[0].testBit(0));
        return away ? parts[0].add(BigInteger.valueOf(dividend.signum())) : parts[0];
    }
}
