package io.sluice.sink;

/** The moments in the life of a commit at which a process may end or stand still, in their order. */
public enum CrashPoint {
    /** A claim is written and has no number yet. */
    CLAIM_LINK,
    /** The claim has its number, which its writer does not know yet. */
    CLAIM_LINKED,
    /** What a dead writer has left is about to be removed. */
    SWEEP,
    /** A staged file is about to be begun. */
    STAGING_CREATE,
    /** Half of what was to be written is in the staged file. */
    STAGING_WRITE,
    /** The staged file is whole, with its footer, and not synced. */
    STAGING_SYNC,
    /** It is synced. */
    STAGING_SYNCED,
    /** The directory of the staged files is about to be synced. */
    AREA_SYNC,
    /** Half of the entry is in its draft. */
    ENTRY_WRITE,
    /** The entry is whole and has no number yet. */
    ENTRY_LINK,
    /** The commit is done, which its writer does not know yet. */
    ENTRY_LINKED,
    /** The log's directory is about to be synced. */
    LOG_SYNC,
    /** The first file is about to be moved to where it is seen. */
    PUBLISH,
    /** It was moved, which its writer does not know yet. */
    PUBLISHED,
    /** The directory in which the files are seen is about to be synced. */
    TABLE_SYNC,
    /** A checkpoint is about to get its name. */
    CHECKPOINT,
    /** Connect is about to be told how far the log is. */
    PRE_COMMIT
}
