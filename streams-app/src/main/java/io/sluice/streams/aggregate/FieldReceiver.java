package io.sluice.streams.aggregate;

import java.math.BigInteger;

/**
 * Takes the fields of a result, one call for each column that {@link Aggregates#columns} names, in that order. Called by
 * the thread that renders.
 */
public interface FieldReceiver {
    /** No value: no row had any. */
    void none();

    /** A boolean (0 or 1), int, long, date or timestamp, in the column's type. */
    void whole(long value);

    /** A decimal: this unscaled value with the column's scale. */
    void decimal(BigInteger unscaled);

    void real(double value);

    /** A string, UTF-8, or bytes; not to be changed. */
    void bytes(byte[] value);

    void uuid(long mostSignificant, long leastSignificant);
}
