package io.sluice.io.lock;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Waiting for a lock would never end: the asker is SHARED, and the holder in its way is PENDING, waiting for that very
 * SHARED to go. The asker is still SHARED; once it has gone down to NONE the other can finish, and it may ask again.
 */
public final class LockRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Path path;
    private final LockLevel wanted;

    LockRefusedException(Path path, LockLevel wanted) {
        super(path + ": cannot go from SHARED to " + wanted
                + ", because another holder is PENDING and waits for this SHARED"
                + " lock to end (a deadlock). Go down to NONE, then ask for " + wanted + " again.");
        this.path = path;
        this.wanted = wanted;
    }

    /** The lock file; null in an exception that came over a wire. */
    public Path path() {
        return path;
    }

    public LockLevel wanted() {
        return wanted;
    }
}
