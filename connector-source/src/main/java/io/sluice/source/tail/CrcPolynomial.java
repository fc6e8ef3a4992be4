package io.sluice.source.tail;

/**
 * Joins two CRCs: the CRC of two byte strings in a row is known from that of each and the length of the second. Appending
 * {@code n} bytes multiplies a CRC by x<sup>8n</sup> modulo the polynomial; that power is the product of the squares below.
 */
final class CrcPolynomial {

    static final CrcPolynomial CRC_32 = new CrcPolynomial(0xEDB88320);
    static final CrcPolynomial CRC_32C = new CrcPolynomial(0x82F63B78);

    /** Polynomials are bit-reflected, as in both CRCs: the highest bit is the coefficient of x to the 0. */
    private static final int ONE = 0x80000000;

    private final int polynomial;

    /** x to the 2^0, 2^1, … 2^66: lengths have 63 bits, and a byte is 2^3 bits. */
    private final int[] squares = new int[Long.SIZE + 3];

    private CrcPolynomial(int polynomial) {
        this.polynomial = polynomial;
        squares[0] = ONE >>> 1;
        for (int i = 1; i < squares.length; i++) {
            squares[i] = product(squares[i - 1], squares[i - 1]);
        }
    }

    /** The CRC of the bytes of {@code first} followed by the {@code secondLength} bytes of {@code second}. */
    int join(int first, int second, long secondLength) {
        int shifted = first;
        int power = 3;
        for (long left = secondLength; left != 0; left >>>= 1, power++) {
            if ((left & 1) != 0) {
                shifted = product(shifted, squares[power]);
            }
        }
        return shifted ^ second;
    }

    private int product(int a, int b) {
        int result = 0;
        int factor = b;
        for (int bit = ONE; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                result ^= factor;
            }
            factor = (factor >>> 1) ^ (polynomial & -(factor & 1));
        }
        return result;
    }
}
