package io.sluice.source.tail;

/**
 * What tells a content that was read up to a position from any other: what it hashes to at three places. {@code head} is early
 * and cheap to check, and grows with a small file; between {@code tail} and {@code prefix} lie the last bytes that were read,
 * as cheap to check; {@code prefix}, of everything, decides where those two could be the same by chance, as in a periodic
 * content, and whether another file holds the same bytes.
 *
 * @param head of the first bytes
 * @param tail shortly before the position
 * @param prefix at the position
 */
record Proof(PrefixMark head, PrefixMark tail, PrefixMark prefix) {

    static final Proof NOTHING_READ = new Proof(PrefixMark.START, PrefixMark.START, PrefixMark.START);

    Proof {
        if (head.position() > prefix.position() || tail.position() > prefix.position()) {
            throw new IllegalArgumentException(
                    "head and tail must not lie behind the prefix, but are " + head + ", " + tail + " and " + prefix);
        }
    }

    /** Of the next byte to read. */
    long position() {
        return prefix.position();
    }

    /**
     * A proof that is computed when it is needed. There is one for each record on its way, so it is one flat object.
     *
     * @param head null while fewer bytes were read than it is of
     * @param base a mark before the position
     * @param crc32c of the bytes from there to the position, as is {@code crc32}
     */
    record Point(PrefixMark head, PrefixMark tail, PrefixMark base, long position, int crc32c, int crc32) {
        Proof proof() {
            PrefixMark mark = base.joined(position, crc32c, crc32);
            return new Proof(head == null ? mark : head, tail, mark);
        }
    }
}
