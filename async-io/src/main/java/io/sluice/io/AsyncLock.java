package io.sluice.io;

import io.sluice.io.lock.LockLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One holder of a lock file, at one of the {@linkplain LockLevel five levels}. Two of these are two holders, also in one
 * process, and the system frees what a killed process held. The stage of {@link #lock} completes on one of the lock workers
 * {@code sluice-<name>-locks-<n>}, the others on I/O workers.
 */
public interface AsyncLock {

    Path path();

    LockLevel level();

    /** Goes up to {@code wanted} if nobody is in the way; false, at the level it found, if anyone is. */
    CompletableFuture<Boolean> tryLock(LockLevel wanted);

    /**
     * Goes up to {@code wanted}, waiting for at most {@code timeout}: fails with
     * {@link io.sluice.io.lock.LockTimeoutException} then. Cancelling gives back whatever was taken for the request.
     */
    CompletableFuture<Void> lock(LockLevel wanted, Duration timeout);

    /** Goes down to {@link LockLevel#SHARED} or {@link LockLevel#NONE}. */
    CompletableFuture<Void> downgrade(LockLevel target);

    /** Whether another holder, in any process, has reserved the right to write or has more than that. */
    CompletableFuture<Boolean> isReservedElsewhere();

    /** Frees what is held. */
    CompletableFuture<Void> close();
}
