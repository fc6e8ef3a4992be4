package io.sluice.io.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * Slows requests down to so many operations and bytes per second, in the order they came. Without limits {@link #acquire}
 * reads one field. A request larger than a whole burst is let through when the bucket is full and those behind it pay:
 * the average holds, and no request is too large.
 *
 * <p>All methods may be called from any thread and none blocks. A future that had to wait is completed on the timer's
 * thread, or on the thread that changed the limits or cancelled the one before it; never under a lock, never nested.
 * Dependants must not block. Cancelling the future takes the request out of the line and its cost with it.
 */
public final class RateLimit implements AutoCloseable {
    private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

    private final String name;
    private final Timing timing;
    private final Waiter.Owner<Void> line = new Line();

    /** Written under the lock; read without it to see whether there is anything to do at all. */
    private volatile RateLimits limits;

    private final Object lock = new Object();

    // All below is guarded by the lock.
    private final WaitLine<Void> waiting = new WaitLine<>();
    private final TokenBucket operationBucket;
    private final TokenBucket byteBucket;
    private long filledAt;
    private boolean closed;

    /** The timer that wakes the head of the line; of several under way only the one of this turn counts. */
    private long turn;

    private CompletableFuture<Void> timer;

    public RateLimit(String name, RateLimits limits, Timing timing) {
        this.name = name;
        this.limits = limits;
        this.timing = timing;
        operationBucket = new TokenBucket(limits.operationsPerSecond(), limits.burst());
        byteBucket = new TokenBucket(limits.bytesPerSecond(), limits.burst());
        filledAt = timing.now();
    }

    public String name() {
        return name;
    }

    /** Completes when one operation with so many bytes may begin. */
    public CompletableFuture<Void> acquire(long bytes) {
        if (limits.unlimited()) {
            return NOW;
        }
        if (bytes < 0) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("the " + name + " rate was asked for " + bytes + " bytes"));
        }
        Waiter<Void> waiter;
        synchronized (lock) {
            if (waiting.isEmpty() && !closed && nanosUntil(bytes) == 0) {
                take(bytes);
                return NOW;
            }
            if (closed || waiting.size() >= limits.waiters()) {
                return CompletableFuture.failedFuture(refusal());
            }
            waiter = new Waiter<>(line, bytes);
            waiting.add(waiter);
            if (waiting.first() != waiter) {
                return waiter;
            }
        }
        advance();
        return waiter;
    }

    /** Changes the limits; those who wait are planned again. */
    public void set(RateLimits changed) {
        synchronized (lock) {
            fill();
            operationBucket.set(changed.operationsPerSecond(), changed.burst());
            byteBucket.set(changed.bytesPerSecond(), changed.burst());
            limits = changed;
        }
        advance();
    }

    public RateLimits limits() {
        return limits;
    }

    /** Whether {@link #acquire} has nothing to say now; reads one field. */
    public boolean isUnlimited() {
        return limits.unlimited();
    }

    public int waiters() {
        synchronized (lock) {
            return waiting.size();
        }
    }

    /** Refuses those who wait; later requests pass only while there is no limit. */
    @Override
    public void close() {
        List<Runnable> steps = new ArrayList<>();
        CompletableFuture<Void> pending;
        synchronized (lock) {
            closed = true;
            turn++;
            pending = timer;
            timer = null;
            while (!waiting.isEmpty()) {
                Waiter<Void> waiter = waiting.first();
                waiting.remove(waiter);
                RejectedExecutionException refusal = refusal();
                steps.add(() -> waiter.completeExceptionally(refusal));
            }
        }
        if (pending != null) {
            pending.cancel(false);
        }
        Trampoline.run(steps);
    }

    /** Lets through whom the buckets allow and sets the timer for the next. */
    private void advance() {
        List<Runnable> steps = new ArrayList<>(4);
        CompletableFuture<Void> outdated;
        long mine;
        long delay = 0;
        synchronized (lock) {
            outdated = timer;
            timer = null;
            mine = ++turn;
            for (Waiter<Void> first = waiting.first(); first != null; first = waiting.first()) {
                if (!first.isDone()) {
                    delay = nanosUntil(first.bytes);
                    if (delay > 0) {
                        break;
                    }
                    take(first.bytes);
                    steps.add(first);
                }
                waiting.remove(first);
            }
        }
        if (outdated != null) {
            outdated.cancel(false);
        }
        if (delay > 0) {
            arm(mine, Duration.ofNanos(delay));
        }
        Trampoline.run(steps);
    }

    /** Outside the lock, because a timer may fire while it is being set. */
    private void arm(long mine, Duration delay) {
        CompletableFuture<Void> armed = timing.after(delay);
        boolean current;
        synchronized (lock) {
            current = turn == mine;
            if (current) {
                timer = armed;
            }
        }
        if (!current) {
            armed.cancel(false);
            return;
        }
        var unused = armed.thenRun(() -> {
            synchronized (lock) {
                if (turn != mine) {
                    return;
                }
            }
            advance();
        });
    }

    /** Under the lock. */
    private long nanosUntil(long bytes) {
        fill();
        return Math.max(operationBucket.nanosUntil(1), byteBucket.nanosUntil(bytes));
    }

    /** Under the lock. */
    private void fill() {
        long now = timing.now();
        operationBucket.fill(now - filledAt);
        byteBucket.fill(now - filledAt);
        filledAt = now;
    }

    /** Under the lock. */
    private void take(long bytes) {
        operationBucket.take(1);
        byteBucket.take(bytes);
    }

    /** Under the lock. */
    private RejectedExecutionException refusal() {
        return new RejectedExecutionException(
                closed
                        ? "the " + name + " rate limit is closed"
                        : "the " + name + " rate is limited to " + limits + " and " + waiting.size()
                                + " requests wait already; ask for less at once or allow more waiters");
    }

    private final class Line implements Waiter.Owner<Void> {
        @Override
        public void left(Waiter<Void> waiter) {
            boolean wasFirst;
            synchronized (lock) {
                wasFirst = waiting.first() == waiter;
                waiting.remove(waiter);
            }
            if (wasFirst) {
                advance();
            }
        }

        @Override
        public void unclaimed(Waiter<Void> waiter) {
            synchronized (lock) {
                operationBucket.giveBack(1);
                byteBucket.giveBack(waiter.bytes);
            }
            advance();
        }
    }
}
