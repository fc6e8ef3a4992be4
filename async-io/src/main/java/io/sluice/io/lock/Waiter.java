package io.sluice.io.lock;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One request that waits in a {@link LockQueue}, and the future its asker holds. Granting and withdrawing race through
 * {@link #fate}: whichever comes first is what happened, so a cancelled request never leaves a lock behind.
 *
 * <p>The fields that are not final belong to the thread inside the queue's turn.
 */
class Waiter extends CompletableFuture<LevelLock> {
    private enum Fate {
        WAITING,
        WITHDRAWN,
        DECIDED
    }

    final LevelLock lock;
    final LockLevel wanted;
    final long askedAt;
    final long timeoutNanos;

    /** The level before the request, to which it returns if it fails; null until it was first tried. */
    LockLevel from;

    LockLevel blockedBy = LockLevel.NONE;

    /** How many times in succession the one in the way seemed to wait for this one. */
    int deadlocksSeen;

    private final Runnable onWithdrawal;
    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.WAITING);

    Waiter(LevelLock lock, LockLevel wanted, long askedAt, Duration timeout, Runnable onWithdrawal) {
        this.lock = lock;
        this.wanted = wanted;
        this.askedAt = askedAt;
        this.timeoutNanos = timeout.toNanos();
        this.onWithdrawal = onWithdrawal;
    }

    long remainingNanos(long now) {
        return timeoutNanos - (now - askedAt);
    }

    boolean withdrawn() {
        return fate.get() == Fate.WITHDRAWN;
    }

    /** Ends the race: true for the first caller, unless the asker has withdrawn. */
    boolean decide() {
        return fate.compareAndSet(Fate.WAITING, Fate.DECIDED);
    }

    /** After {@link #decide}, outside of the turn, because the asker's own code runs here. */
    void grant() {
        super.complete(lock);
    }

    /** After {@link #decide}, outside of the turn, because the asker's own code runs here. */
    void fail(Throwable failure) {
        super.completeExceptionally(failure);
    }

    IOException timeout(long now) {
        return new LockTimeoutException(lock.path(), wanted, blockedBy, Duration.ofNanos(now - askedAt));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return withdraw(() -> super.cancel(mayInterruptIfRunning));
    }

    /** Someone else ends the wait, such as {@code orTimeout}: to the queue the same as cancelling. */
    @Override
    public boolean completeExceptionally(Throwable failure) {
        return withdraw(() -> super.completeExceptionally(failure));
    }

    @Override
    public boolean complete(LevelLock value) {
        return withdraw(() -> super.complete(value));
    }

    /** Dependent stages are ordinary futures: only this one stands for the request. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    private boolean withdraw(Runnable completion) {
        if (!fate.compareAndSet(Fate.WAITING, Fate.WITHDRAWN)) {
            return false;
        }
        completion.run();
        onWithdrawal.run();
        return true;
    }
}
