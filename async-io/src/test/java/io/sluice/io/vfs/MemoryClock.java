package io.sluice.io.vfs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/**
 * A clock that stands still until it is told to move, and its timers. Safe from any thread; timers complete on the
 * thread that moves the clock, outside of every lock.
 */
final class MemoryClock {

    private record Timer(long due, long order, CompletableFuture<Void> future) {}

    private final Instant start;
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::order));
    private long nanos;
    private long timersMade;
    private boolean advancesByItself;

    MemoryClock(Instant start) {
        this.start = start;
    }

    synchronized void advanceByItself(boolean value) {
        advancesByItself = value;
    }

    synchronized Instant now() {
        return start.plusNanos(nanos);
    }

    synchronized long nanoTime() {
        return nanos;
    }

    synchronized int pending() {
        return timers.size();
    }

    CompletableFuture<Void> after(Duration delay) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        boolean advances;
        synchronized (this) {
            Timer timer = new Timer(nanos + Math.max(0, delay.toNanos()), timersMade++, future);
            timers.add(timer);
            advances = advancesByItself || delay.isZero() || delay.isNegative();
        }
        if (advances) {
            advance(delay.isNegative() ? Duration.ZERO : delay);
        } else {
            CompletableFuture<Void> unused = future.whenComplete((done, failure) -> forget(future));
        }
        return future;
    }

    private synchronized void forget(CompletableFuture<Void> future) {
        timers.removeIf(timer -> timer.future == future);
    }

    /** Moves on, stopping at every timer on the way, those included that a completed timer starts. */
    void advance(Duration by) {
        long end;
        synchronized (this) {
            end = nanos + by.toNanos();
        }
        for (List<Timer> due = nextDue(end); !due.isEmpty(); due = nextDue(end)) {
            due.forEach(timer -> timer.future.complete(null));
        }
    }

    private synchronized List<Timer> nextDue(long end) {
        List<Timer> due = new ArrayList<>();
        if (timers.isEmpty() || timers.peek().due > end) {
            nanos = Math.max(nanos, end);
            return due;
        }
        nanos = Math.max(nanos, timers.peek().due);
        due.add(timers.poll());
        return due;
    }
}
