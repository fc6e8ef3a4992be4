package io.sluice.record;

import java.nio.charset.StandardCharsets;

/**
 * Reads doubles, rounded to nearest as {@code Double.parseDouble} does, and {@code NaN}, {@code Infinity} and {@code
 * -Infinity}. One per decoder, on its thread; a result of null means good, else it is the reason.
 *
 * <p>Up to 15 digits and powers of ten up to 22 are exact in a double, so one multiplication or division rounds once
 * and correctly. Longer numbers go through {@code Double.parseDouble}, which makes garbage.
 */
final class DoubleText {

    private static final int EXACT_DIGITS = 15;
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private final NumberText number;

    DoubleText(NumberText number) {
        this.number = number;
    }

    String read(byte[] bytes, int from, int to, RowBuffer row, int column) {
        if (!number.split(bytes, from, to)) {
            return readSpecial(bytes, from, to, row, column);
        }
        int digits = number.digits();
        int zeros = number.leadingZeros(bytes);
        long power = number.lastPower();
        double value;
        if (digits - zeros <= EXACT_DIGITS && power >= -22 && power <= 22) {
            long unscaled = 0;
            for (int i = zeros; i < digits; i++) {
                unscaled = unscaled * 10 + number.digit(bytes, i);
            }
            value = power < 0 ? unscaled / POWERS[(int) -power] : unscaled * POWERS[(int) power];
            value = number.negative ? -value : value;
        } else {
            value = Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
            if (Double.isInfinite(value)) {
                return Excerpt.of(bytes, from, to) + " is too large for a double";
            }
        }
        row.setDouble(column, value);
        return null;
    }

    private static String readSpecial(byte[] bytes, int from, int to, RowBuffer row, int column) {
        if (Ascii.equals(bytes, from, to, "NaN")) {
            row.setDouble(column, Double.NaN);
        } else if (Ascii.equals(bytes, from, to, "Infinity") || Ascii.equals(bytes, from, to, "+Infinity")) {
            row.setDouble(column, Double.POSITIVE_INFINITY);
        } else if (Ascii.equals(bytes, from, to, "-Infinity")) {
            row.setDouble(column, Double.NEGATIVE_INFINITY);
        } else {
            return Excerpt.of(bytes, from, to) + " is not a double: expected digits with an optional sign, point and"
                    + " exponent, or NaN, Infinity, -Infinity";
        }
        return null;
    }
}
