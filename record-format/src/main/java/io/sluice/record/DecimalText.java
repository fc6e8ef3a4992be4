package io.sluice.record;

/**
 * Reads decimals exactly: a number with an optional exponent whose value has no more places than the column's scale
 * (zeros beyond it change nothing and are allowed) and fits its precision. One per decoder, on its thread; a result of
 * null means good, else it is the reason.
 */
final class DecimalText {

    private static final long[] POWERS = powersOfTen();

    private final NumberText number;

    DecimalText(NumberText number) {
        this.number = number;
    }

    String read(byte[] bytes, int from, int to, RowBuffer row, int column, ColumnType type) {
        int precision = type.precision();
        // A sign, 18 digits and a point at most: the unscaled value is a long, and one pass is enough.
        if (to - from > ColumnType.MAX_LONG_PRECISION + 1 || precision > ColumnType.MAX_LONG_PRECISION) {
            return readAny(bytes, from, to, row, column, type);
        }
        int at = from;
        boolean negative = false;
        if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
            negative = bytes[at] == '-';
            at++;
        }
        int first = at;
        int point = -1;
        long value = 0;
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
            } else if (digit == '.' - '0' && point < 0) {
                point = at;
            } else {
                return readAny(bytes, from, to, row, column, type);
            }
        }
        int places = point < 0 ? 0 : to - point - 1;
        int missing = type.scale() - places;
        int digits = to - first - (point < 0 ? 0 : 1);
        if (missing < 0
                || digits == 0
                || digits > ColumnType.MAX_LONG_PRECISION
                || value >= POWERS[precision - missing]) {
            return readAny(bytes, from, to, row, column, type);
        }
        value *= POWERS[missing];
        row.setLong(column, negative ? -value : value);
        return null;
    }

    /** The careful way, for every number: exponents, more digits than a long holds, and all faults. */
    private String readAny(byte[] bytes, int from, int to, RowBuffer row, int column, ColumnType type) {
        if (!number.split(bytes, from, to)) {
            return Excerpt.of(bytes, from, to) + " is not a decimal: expected digits with an optional sign, point and"
                    + " exponent";
        }
        int digits = number.digits();
        int zeros = number.leadingZeros(bytes);
        if (zeros == digits) {
            row.setPair(column, 0, 0);
            return null;
        }
        // The unscaled value is the digits with `shift` zeros appended, or with -shift zeros cut off.
        long shift = number.lastPower() + type.scale();
        int kept = digits;
        for (; shift < 0; shift++) {
            kept--;
            if (kept < zeros || number.digit(bytes, kept) != 0) {
                return Excerpt.of(bytes, from, to) + " has more than " + type.scale() + " decimal places, which " + type
                        + " cannot hold";
            }
        }
        if (kept - zeros + shift > type.precision()) {
            return Excerpt.of(bytes, from, to) + " is too large for " + type + ": at most "
                    + (type.precision() - type.scale()) + " digits before the point";
        }
        store(bytes, zeros, kept, (int) shift, row, column);
        return null;
    }

    private void store(byte[] bytes, int first, int last, int shift, RowBuffer row, int column) {
        long high = 0;
        long low = 0;
        for (int place = first; place < last + shift; place++) {
            int digit = place < last ? number.digit(bytes, place) : 0;
            // high:low times ten plus the digit, in 32-bit limbs, so that each carry is visible.
            long limb0 = (low & 0xFFFFFFFFL) * 10 + digit;
            long limb1 = (low >>> 32) * 10 + (limb0 >>> 32);
            high = high * 10 + (limb1 >>> 32);
            low = (limb1 << 32) | (limb0 & 0xFFFFFFFFL);
        }
        if (number.negative) {
            low = -low;
            high = ~high + (low == 0 ? 1 : 0);
        }
        row.setPair(column, high, low);
    }

    private static long[] powersOfTen() {
        long[] powers = new long[ColumnType.MAX_LONG_PRECISION + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
