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

    /** Where the hash is now, with what else proves a content there, to be computed when it is needed. */
    Proof.Point point(PrefixMark head, PrefixMark tail) {
        return new Proof.Point(head, tail, base, position, (int) crc32c.getValue(), (int) crc32.getValue());
    }

    /** Where the hash is now. Goes on from there, so that the next marks are cheap. */
    PrefixMark mark() {
        base = base.joined(position, (int) crc32c.getValue(), (int) crc32.getValue());
        crc32.reset();
        crc32c.reset();
        return base;
    }
}
