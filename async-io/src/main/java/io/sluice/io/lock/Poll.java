package io.sluice.io.lock;

import java.util.concurrent.CompletableFuture;

/**
 * The pause of a {@link LockQueue} before it looks again. It knows whether the queue itself gave it up, which it does inside
 * its turn, or another cancelled the timer. The timer's thread, or whoever cancels, ends it.
 */
final class Poll {
    private final CompletableFuture<Void> timer;
    private volatile boolean dropped;

    Poll(CompletableFuture<Void> timer) {
        this.timer = timer;
    }

    CompletableFuture<Void> timer() {
        return timer;
    }

    void drop() {
        dropped = true;
        timer.cancel(false);
    }

    boolean dropped() {
        return dropped;
    }
}
