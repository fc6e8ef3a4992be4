package io.sluice.source.retire;

/** What becomes of a file that was read. */
public enum Action {
    /** It stays where it is. */
    KEEP,
    DELETE,
    /** It goes to another directory as it is. */
    MOVE,
    /** It goes to another directory, compressed. */
    ARCHIVE
}
