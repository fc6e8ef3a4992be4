package io.sluice.source.tail;

/** Keeps the {@link Proof} of a content while it is read on. Owned by one reader. */
final class Continuity {

    /** More than the header that a thousand files may share. */
    static final int HEAD_BYTES = 1024;

    /** The tail is at least this long, where there is as much, and about twice that at most. */
    static final int TAIL_BYTES = 4096;

    private final PrefixHash hash;

    /** Null while fewer bytes were read. */
    private PrefixMark head;

    private PrefixMark tail;

    /** Becomes the tail once it is far enough behind. */
    private PrefixMark nextTail;

    Continuity(Proof start) {
        hash = new PrefixHash(start.prefix());
        head = start.head().position() < HEAD_BYTES ? null : start.head();
        tail = start.tail();
        nextTail = start.prefix();
    }

    long position() {
        return hash.position();
    }

    void advance(byte[] bytes, int from, int to) {
        int at = from;
        if (head == null && to - from >= HEAD_BYTES - position()) {
            int headEnd = from + (int) (HEAD_BYTES - position());
            hash.update(bytes, at, headEnd);
            head = hash.mark();
            at = headEnd;
        }
        if (to - at >= TAIL_BYTES) {
            hash.update(bytes, at, to - TAIL_BYTES);
            tail = hash.mark();
            nextTail = tail;
            hash.update(bytes, to - TAIL_BYTES, to);
            return;
        }
        hash.update(bytes, at, to);
        if (position() - nextTail.position() >= TAIL_BYTES) {
            tail = nextTail;
            nextTail = hash.mark();
        }
    }

    Proof.Point point() {
        return hash.point(head, tail);
    }

    Proof proof() {
        return point().proof();
    }
}
