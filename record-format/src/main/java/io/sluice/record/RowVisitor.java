package io.sluice.record;

/**
 * Receives decoded rows, value by value. The decoder calls it on the thread that called {@link RowDecoder#decode}.
 *
 * <p>Only whole, good rows arrive: a row is decoded into a reused buffer first and then delivered as {@code beginRow},
 * exactly one value call per column in schema order, {@code endRow}. A visitor therefore never sees half a row and
 * needs no way to take one back. A bad row arrives as one {@link #badRow} call. Rows and bad rows come in the order of
 * their positions.
 *
 * <p>Byte slices belong to the decoder or its caller: they are valid until {@link #endRow} returns, and must not be changed. An
 * exception thrown by a visitor ends the decode call and reaches its caller; the decoder stays usable.
 */
public interface RowVisitor {

    /**
     * A good row begins.
     *
     * @param position the byte position of the row's first byte in its file
     * @param row the row's number within this decode call, from 0; bad rows count, headers and blank lines do not
     */
    void beginRow(long position, int row);

    /** A null in a nullable column. */
    void nullValue(int column);

    /** A boolean. */
    void booleanValue(int column, boolean value);

    /**
     * An int, a long, a date (days since 1970-01-01) or a timestamp (units of the column's type since
     * 1970-01-01T00:00Z).
     */
    void longValue(int column, long value);

    /** A double. */
    void doubleValue(int column, double value);

    /** A decimal of up to 18 digits: the value is {@code unscaled} x 10^-scale. */
    void decimalValue(int column, long unscaled);

    /**
     * A decimal column of more than 18 digits: the unscaled value as 128 bits in two's complement. {@link
     * WideDecimal} turns it into a {@code BigDecimal}.
     */
    void wideDecimalValue(int column, long high, long low);

    /** A string (valid UTF-8) or bytes. */
    void bytesValue(int column, byte[] buffer, int offset, int length);

    /** A UUID, in the halves {@link java.util.UUID} uses. */
    void uuidValue(int column, long mostSignificant, long leastSignificant);

    /** The row that began is complete. */
    void endRow();

    /** A row that cannot be decoded. Its neighbours are not affected. */
    void badRow(BadRow row);
}
