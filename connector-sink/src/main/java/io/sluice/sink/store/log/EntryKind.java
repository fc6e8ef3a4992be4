package io.sluice.sink.store.log;

/** What an entry does. */
public enum EntryKind {
    /** A writer begins, and every earlier one is fenced. */
    CLAIM,
    /** Files were added or removed, and a range of the source is done. */
    COMMIT,
    /** The commit before it is taken back, because staged content of it was lost. */
    VOID,
    /** The source goes on somewhere else, because somebody said so. */
    RESET
}
