package io.sluice.sink.store.operations;

/**
 * Something that is not as it must be.
 *
 * @param where the object
 */
public record Problem(Kind kind, String where, String what) {

    /** What sort of thing. */
    public enum Kind {
        /** Two commits of one source hold the same offsets. */
        OVERLAP,
        /** An entry is missing, unreadable, or contradicts the one before. */
        LOG,
        /** A checkpoint does not say what its entries say. */
        CHECKPOINT,
        /** A file that counts is not there. */
        MISSING,
        /** A file has other content than was committed. */
        DAMAGED,
        /** A file can be seen that does not count. */
        STRAY
    }
}
