package io.sluice.sink.rows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/** Decimals as columns hold them. Stateless. */
final class DecimalBytes {
    private DecimalBytes() {}

    /** The unscaled value in two's complement, the highest byte first. */
    static byte[] of(BigInteger unscaled) {
        byte[] shortest = unscaled.toByteArray();
        byte[] bytes = new byte[ParquetTypes.WIDE_DECIMAL_BYTES];
        int sign = bytes.length - shortest.length;
        Arrays.fill(bytes, 0, sign, (byte) (unscaled.signum() < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, bytes, sign, shortest.length);
        return bytes;
    }

    /** How many digits there are in front of the point; 0 for a zero there. */
    static int wholeDigits(BigDecimal number) {
        return number.signum() == 0 ? 0 : Math.max(0, number.precision() - number.scale());
    }

    /** A decimal from text, null if it is none. */
    static BigDecimal parsed(Object value) {
        try {
            return value instanceof String text ? new BigDecimal(text) : null;
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }
}
