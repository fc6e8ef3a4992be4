package io.sluice.io.flow;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * The pauses before other attempts, which end at once, refused, when their owner closes: nothing that is open waits for a
 * timer then. As many as operations may be under way. Any thread; a pause completes on the timer's thread, or on the one that
 * closes or cancels.
 */
public final class Pauses implements AutoCloseable {
    private final String owner;
    private final Timing timing;
    private final Set<Pause> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** The owner's name appears in messages. */
    public Pauses(String owner, Timing timing) {
        this.owner = owner;
        this.timing = timing;
    }

    /** Completes after so long. Cancelling frees the timer. Fails if this is closed, and if there is no timer any more. */
    public CompletableFuture<Void> after(Duration length) {
        CompletableFuture<Void> timer;
        try {
            timer = timing.after(length);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        Pause pause = new Pause(new CompletableFuture<>());
        underWay.add(pause);
        var unused = pause.over.whenComplete((done, refusal) -> {
            underWay.remove(pause);
            timer.cancel(false);
        });
        var unusedToo = timer.whenComplete((done, failure) -> {
            if (failure == null) {
                pause.over.complete(null);
            } else {
                pause.over.completeExceptionally(failure);
            }
        });
        if (closed) {
            refuse(pause);
        }
        return pause.over;
    }

    private void refuse(Pause pause) {
        pause.over.completeExceptionally(
                new RejectedExecutionException(owner + " is closed: no other attempt is made"));
    }

    @Override
    public void close() {
        closed = true;
        underWay.forEach(this::refuse);
    }

    /** Equal to itself only. */
    private static final class Pause {
        private final CompletableFuture<Void> over;

        Pause(CompletableFuture<Void> over) {
            this.over = over;
        }
    }
}
