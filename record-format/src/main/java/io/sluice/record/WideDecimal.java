package io.sluice.record;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** The 128-bit unscaled values of decimals beyond 18 digits, for consumers that want objects. Any thread may use it. */
public final class WideDecimal {

    private WideDecimal() {}

    /** The decimal whose unscaled value is the 128-bit two's complement number {@code high:low}. */
    public static BigDecimal of(long high, long low, int scale) {
        byte[] bytes =
                ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
        return new BigDecimal(new BigInteger(bytes), scale);
    }
}
