package io.sluice.source.tail;

import java.util.HexFormat;

/**
 * What the first {@code position} bytes of a content hash to.
 *
 * @param position how many bytes
 * @param hash their CRC-32C in the upper and their CRC-32 in the lower half: any tool can check them
 */
record PrefixMark(long position, long hash) {

    /** Of nothing. */
    static final PrefixMark START = new PrefixMark(0, 0);

    /** With the bytes from here to a position, which hash to these two by themselves. Costs more than hashing a line. */
    PrefixMark joined(long end, int crc32c, int crc32) {
        long length = end - position;
        int upper = CrcPolynomial.CRC_32C.join((int) (hash >>> Integer.SIZE), crc32c, length);
        int lower = CrcPolynomial.CRC_32.join((int) hash, crc32, length);
        return new PrefixMark(end, (long) upper << Integer.SIZE | Integer.toUnsignedLong(lower));
    }

    static PrefixMark parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || text.length() != colon + 1 + Long.BYTES * 2) {
            throw new IllegalArgumentException("not a position and a hash, as in 5:0123456789abcdef: " + text);
        }
        try {
            long position = Long.parseLong(text.substring(0, colon));
            if (position < 0) {
                throw new IllegalArgumentException("a position below 0: " + text);
            }
            return new PrefixMark(position, HexFormat.fromHexDigitsToLong(text, colon + 1, text.length()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a position and a hash, as in 5:0123456789abcdef: " + text, e);
        }
    }

    @Override
    public String toString() {
        return position + ":" + HexFormat.of().toHexDigits(hash);
    }
}
