package io.sluice.source.tail;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * The running hash of a content from its first byte on. It goes on from any {@link PrefixMark}, without the bytes before it.
 * Owned by one reader.
 *
 * <p>Two CRCs of 32 bits, because they are the only hashes that the virtual machine computes at memory speed and that can be
 * joined. They tell content that differs by accident, not by an attacker's work: who may write the file can feed it anyway.
 */
final class PrefixHash {

    private PrefixMark base;
    private final CRC32 crc32 = new CRC32();
    private final CRC32C crc32c = new CRC32C();
    private long position;

    PrefixHash(PrefixMark base) {
        this.base = base;
        this.position = base.position();
    }

    long position() {
        return position;
    }

    void update(byte[] bytes, int from, int to) {
        crc32.update(bytes, from, to - from);
        crc32c.update(bytes, from, to - from);
        position += to - from;
    }

    void update(ByteBuffer bytes) {
        position += bytes.remaining();
        crc32.update(bytes.duplicate());
        crc32c.update(bytes);
    }

    /** Where the hash is now, to be made a mark of when it is needed: joining costs more than hashing a line. */
    Point point() {
        return new Point(base, position, (int) crc32c.getValue(), (int) crc32.getValue());
    }

    /** Where the hash is now. Goes on from there, so that the next marks are cheap. */
    PrefixMark mark() {
        base = point().mark();
        crc32.reset();
        crc32c.reset();
        return base;
    }

    /** A mark not yet computed. */
    record Point(PrefixMark base, long position, int crc32c, int crc32) {
        PrefixMark mark() {
            long length = position - base.position();
            int upper = CrcPolynomial.CRC_32C.join((int) (base.hash() >>> Integer.SIZE), crc32c, length);
            int lower = CrcPolynomial.CRC_32.join((int) base.hash(), crc32, length);
            return new PrefixMark(position, (long) upper << Integer.SIZE | Integer.toUnsignedLong(lower));
        }
    }
}
