package io.sluice.io.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A lock was not free in time. The holder that asked is at the level it was at before. */
public final class LockTimeoutException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Path path;
    private final LockLevel wanted;
    private final LockLevel blockedBy;
    private final Duration waited;

    /** For whatever has locks. */
    public LockTimeoutException(Path path, LockLevel wanted, LockLevel blockedBy, Duration waited) {
        super(path + ": no " + wanted + " lock after " + waited.toMillis() + " ms, because " + reason(blockedBy)
                + ". Wait longer, or find the holder and let it finish.");
        this.path = path;
        this.wanted = wanted;
        this.blockedBy = blockedBy;
        this.waited = waited;
    }

    private static String reason(LockLevel blockedBy) {
        return switch (blockedBy) {
            case NONE -> "an earlier request is still to be served";
            case SHARED -> "other holders are still SHARED";
            case RESERVED -> "another holder is RESERVED";
            case PENDING, EXCLUSIVE -> "another holder is PENDING or EXCLUSIVE and lets no one in";
        };
    }

    /** The lock file; null in an exception that came over a wire. */
    public Path path() {
        return path;
    }

    public LockLevel wanted() {
        return wanted;
    }

    /** The lowest level at which some other holder is in the way. */
    public LockLevel blockedBy() {
        return blockedBy;
    }

    public Duration waited() {
        return waited;
    }
}
