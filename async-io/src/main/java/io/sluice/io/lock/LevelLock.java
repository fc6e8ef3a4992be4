package io.sluice.io.lock;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One holder of a lock file, at one of the {@linkplain LockLevel five levels}. Two handles are two holders, also within
 * one thread. It starts at NONE. Going up passes through every level in between: RESERVED needs SHARED, EXCLUSIVE goes
 * through RESERVED and PENDING. A request that is refused, fails, times out or is cancelled leaves the level it found;
 * only while it waits does it keep what it has reached, so that PENDING can drain the readers.
 *
 * <p>Safe from any thread, but has one request at a time. {@link #tryLock}, {@link #downgrade},
 * {@link #isReservedElsewhere} and {@link #close} make file system calls on the calling thread; {@link #lock} makes none,
 * its calls run on the executor given to {@link LevelLocks}, whose threads complete the future.
 *
 * <p>{@link #level} says what this holder knows without asking; to {@link #tryLock} a level that is held asks the file
 * whether it still is. If the lock file itself fails so that nobody can say what it holds, or was replaced, everything is
 * freed and the handle is lost: the failing call throws, {@link #level} is NONE, and every later call but {@code close}
 * throws.
 */
public final class LevelLock implements Closeable {
    /** The longest time-out of a request. */
    public static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

    private final LockQueue queue;
    private final HeldRanges ranges;
    private final Runnable onClose;
    private final AtomicReference<Waiter> request = new AtomicReference<>();

    LevelLock(LockQueue queue, HeldRanges ranges, Runnable onClose) {
        this.queue = queue;
        this.ranges = ranges;
        this.onClose = onClose;
    }

    public Path path() {
        return queue.path();
    }

    public LockLevel level() {
        return ranges.level();
    }

    /**
     * Goes up to {@code wanted} without waiting; true at once if the level is that or more. Returns false, at the level it
     * found, if anyone is in the way. EXCLUSIVE against many readers wants {@link #lock}, which keeps new ones out.
     */
    public boolean tryLock(LockLevel wanted) throws IOException {
        requireAskable(wanted);
        return queue.tryNow(this, wanted);
    }

    /**
     * Goes up to {@code wanted}, waiting for as long as {@code timeout}. Requests of one process are served in order,
     * except that those already SHARED go first; between processes the file is polled. Fails with
     * {@link LockTimeoutException}, with {@link LockRefusedException} if waiting would be a deadlock, or with the
     * {@link IOException} of the lock file. Cancelling gives back whatever was taken for the request. Dependants
     * must not block on another lock of the same file: they run before the next request is served.
     *
     * @throws IllegalStateException if a request of this handle is under way
     */
    public CompletableFuture<LevelLock> lock(LockLevel wanted, Duration timeout) {
        requireAskable(wanted);
        if (timeout.isNegative() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "timeout is " + timeout + ", but must be between PT0S and " + LONGEST_TIMEOUT);
        }
        return queue.enqueue(this, wanted, timeout);
    }

    /**
     * Goes down to SHARED or NONE; does nothing if the level is that or less.
     *
     * @throws IllegalStateException if a request of this handle is under way: cancel it first
     */
    public void downgrade(LockLevel target) throws IOException {
        if (target != LockLevel.SHARED && target != LockLevel.NONE) {
            throw new IllegalArgumentException("target is " + target + ", but a lock goes down to SHARED or NONE only");
        }
        queue.giveBack(this, target);
    }

    /** Whether another holder, in any process, is RESERVED, PENDING or EXCLUSIVE, or asks for RESERVED at this moment. */
    public boolean isReservedElsewhere() throws IOException {
        return queue.reservedElsewhere(this);
    }

    /** Frees whatever is held. A request under way fails. Closing again does nothing. */
    @Override
    public void close() throws IOException {
        try {
            queue.close(this);
        } finally {
            onClose.run();
        }
    }

    HeldRanges ranges() {
        return ranges;
    }

    /** Makes {@code waiter} this handle's one request; one that was withdrawn but not yet undone gives way. */
    void begin(Waiter waiter) {
        Waiter current;
        do {
            current = request.get();
            if (current != null && !current.withdrawn()) {
                throw requestUnderWay();
            }
            // The withdrawn one may be undone between the look and the swap: then look again.
        } while (!request.compareAndSet(current, waiter));
    }

    void end(Waiter waiter) {
        request.compareAndSet(waiter, null);
    }

    Waiter request() {
        return request.get();
    }

    IllegalStateException requestUnderWay() {
        return new IllegalStateException(
                path() + ": a request of this lock is under way; await or cancel it, or open another lock");
    }

    private static void requireAskable(LockLevel wanted) {
        if (wanted == LockLevel.NONE || wanted == LockLevel.PENDING) {
            throw new IllegalArgumentException(
                    "wanted is " + wanted + ", but one asks for SHARED, RESERVED or EXCLUSIVE:"
                            + " PENDING is passed on the way to EXCLUSIVE, and downgrade goes to NONE");
        }
    }
}
