package io.sluice.io.vfs;

/** What {@link FaultyVfs} does to a call. */
public enum Fault {
    /**
     * Fails with the reason {@code Input/output error}; nothing happened. A failed sync also forgets what it had to
     * write.
     */
    EIO,
    /** Fails with the reason {@code No space left on device}; nothing happened. */
    ENOSPC,
    /** Moves at least one byte and fewer than asked for. */
    SHORT,
    /** Happens after the plan's delay on the file system's clock. */
    DELAY,
    /** Happens once {@link FaultyVfs#release} is called. */
    HANG,
    /** Happens, and then fails with the reason {@code Input/output error}. */
    REPLY_LOST,
    /** The process ends before it happens: it and every later call fail with {@link CrashedException}. */
    CRASH,
    /** The process ends right after it happened. */
    CRASH_AFTER;

    /** Whether it can befall such a call. */
    public boolean appliesTo(VfsOperation operation) {
        return switch (this) {
            case ENOSPC -> operation.call().needsRoom();
            case SHORT -> operation.call().transfers() && operation.bytes() > 1;
            default -> true;
        };
    }
}
