package io.sluice.io.lock;

import io.sluice.io.vfs.Vfs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The pauses of a {@link LockQueue} between two looks at the lock file, growing and jittered for the sake of holders in
 * other processes, and never past the time-out of who waits. Used inside the queue's turn; a pause is ended by the timer's
 * thread, or by whoever cancels the timer.
 */
final class Poll {
    private static final long SHORTEST_NANOS = Duration.ofMillis(1).toNanos();
    private static final long LONGEST_NANOS = Duration.ofMillis(64).toNanos();

    private final Vfs vfs;
    private final Runnable look;
    private final Consumer<Throwable> timerLost;

    private Pause pause = new Pause(CompletableFuture.completedFuture(null));
    private long nanos = SHORTEST_NANOS;

    /**
     * @param look what follows a pause, on the timer's thread
     * @param timerLost told when the timer failed, or was cancelled by another than this, as when its file system is closed
     */
    Poll(Vfs vfs, Runnable look, Consumer<Throwable> timerLost) {
        this.vfs = vfs;
        this.look = look;
        this.timerLost = timerLost;
    }

    /** A timer, and whether it was given up here or cancelled by another. */
    private static final class Pause {
        final CompletableFuture<Void> timer;
        private volatile boolean dropped;

        Pause(CompletableFuture<Void> timer) {
            this.timer = timer;
        }

        void drop() {
            dropped = true;
            timer.cancel(false);
        }
    }

    /**
     * Begins the next pause, if anyone waits.
     *
     * @param changed whether anything has changed since the last look, so that the next one comes soon
     */
    void schedule(boolean changed, List<Waiter> waiting) {
        nanos = changed ? SHORTEST_NANOS : Math.min(2 * nanos, LONGEST_NANOS);
        drop();
        if (waiting.isEmpty()) {
            return;
        }
        long now = vfs.nanoTime();
        long delay = nanos / 2 + vfs.random().nextLong(nanos / 2 + 1);
        for (Waiter waiter : waiting) {
            delay = Math.min(delay, Math.max(waiter.remainingNanos(now), 1));
        }
        Pause next = new Pause(vfs.after(Duration.ofNanos(delay)));
        pause = next;
        CompletableFuture<Void> unused = next.timer.whenComplete((done, failure) -> {
            if (failure == null) {
                look.run();
            } else if (!next.dropped) {
                timerLost.accept(failure);
            }
        });
    }

    void drop() {
        pause.drop();
    }
}
