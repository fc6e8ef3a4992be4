package io.sluice.record;

/**
 * Splits the text of a number, {@code [+-]digits[.digits][(e|E)[+-]digits]} with at least one digit before the exponent,
 * into its parts. Reused by one decoder, on its thread; the parts are valid until the next {@link #split}.
 */
final class NumberText {

    /** Exponents beyond this are clamped: no column's value can reach them unless it is zero. */
    private static final int MAX_EXPONENT = 1_000_000_000;

    boolean negative;
    int wholeFrom;
    int wholeTo;
    int fractionFrom;
    int fractionTo;
    int exponent;

    /** Whether {@code [from, to)} is a number. */
    boolean split(byte[] bytes, int from, int to) {
        int at = from;
        negative = at < to && bytes[at] == '-';
        if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
            at++;
        }
        wholeFrom = at;
        at = skipDigits(bytes, at, to);
        wholeTo = at;
        fractionFrom = at;
        fractionTo = at;
        if (at < to && bytes[at] == '.') {
            fractionFrom = at + 1;
            at = skipDigits(bytes, at + 1, to);
            fractionTo = at;
        }
        exponent = 0;
        if (wholeTo == wholeFrom && fractionTo == fractionFrom) {
            return false;
        }
        if (at < to && (bytes[at] == 'e' || bytes[at] == 'E')) {
            return splitExponent(bytes, at + 1, to);
        }
        return at == to;
    }

    private boolean splitExponent(byte[] bytes, int from, int to) {
        int at = from;
        boolean down = at < to && bytes[at] == '-';
        if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
            at++;
        }
        if (at == to) {
            return false;
        }
        long value = 0;
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = Math.min(value * 10 + digit, MAX_EXPONENT);
        }
        exponent = (int) (down ? -value : value);
        return true;
    }

    /** How many digits there are before the exponent. */
    int digits() {
        return wholeTo - wholeFrom + fractionTo - fractionFrom;
    }

    /** The digit at a place, counted from the first over the point. */
    int digit(byte[] bytes, int place) {
        int whole = wholeTo - wholeFrom;
        return bytes[place < whole ? wholeFrom + place : fractionFrom + place - whole] - '0';
    }

    /** How many of the first digits are zero. */
    int leadingZeros(byte[] bytes) {
        int digits = digits();
        int zeros = 0;
        while (zeros < digits && digit(bytes, zeros) == 0) {
            zeros++;
        }
        return zeros;
    }

    /** The power of ten of the last digit. */
    long lastPower() {
        return (long) exponent - (fractionTo - fractionFrom);
    }

    private static int skipDigits(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }
}
