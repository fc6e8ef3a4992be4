package io.sluice.io.vfs;

/**
 * The calls of {@link Vfs}, {@link VfsFile}, {@link VfsLockFile}, listings and mappings, for counting and failing
 * them.
 */
public enum VfsCall {
    OPEN,
    READ,
    WRITE,
    TRANSFER,
    SIZE,
    TRUNCATE,
    FORCE,
    MAP,
    UNMAP,
    CLOSE,
    STAT,
    STAT_LINK,
    DELETE,
    LIST,
    LIST_NEXT,
    LIST_CLOSE,
    CREATE_DIRECTORY,
    RENAME,
    REPLACE,
    LINK,
    SYMLINK,
    READ_LINK,
    CANONICAL,
    ACCESS,
    SYNC_DIRECTORY,
    DISK_USAGE,
    OPEN_LOCK_FILE,
    TRY_LOCK,
    UNLOCK,
    LOCKED_ELSEWHERE,
    CLOSE_LOCK_FILE;

    /** Whether it moves bytes, and so may move fewer than asked for. */
    public boolean transfers() {
        return this == READ || this == WRITE || this == TRANSFER;
    }

    /** Whether it may need room on the disk. */
    public boolean needsRoom() {
        return switch (this) {
            case OPEN,
                    WRITE,
                    TRANSFER,
                    TRUNCATE,
                    FORCE,
                    CREATE_DIRECTORY,
                    RENAME,
                    REPLACE,
                    LINK,
                    SYMLINK,
                    SYNC_DIRECTORY,
                    OPEN_LOCK_FILE -> true;
            default -> false;
        };
    }

    /** Whether its failure is a {@link java.io.SyncFailedException}. */
    public boolean syncs() {
        return this == FORCE || this == SYNC_DIRECTORY;
    }

    /** Whether it gives something back, which it does even if it fails, as the system's own {@code close} does. */
    public boolean releases() {
        return this == CLOSE || this == LIST_CLOSE || this == CLOSE_LOCK_FILE || this == UNMAP;
    }
}
