package io.sluice.io.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** A clock that stands still until a test moves it, and fires the timers it passes, in order, on the test's thread. */
final class VirtualTime {
    private record Alarm(long at, long number, CompletableFuture<Void> future) {}

    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparingLong(Alarm::at).thenComparingLong(Alarm::number));
    private final List<Duration> asked = new ArrayList<>();
    private long now = 1_000_000_007L;
    private long count;

    Timing timing(long seed) {
        return new Timing(this::now, this::after, new Random(seed));
    }

    Timing timing() {
        return timing(42);
    }

    synchronized long now() {
        return now;
    }

    synchronized CompletableFuture<Void> after(Duration delay) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        asked.add(delay);
        alarms.add(new Alarm(now + delay.toNanos(), count++, future));
        return future;
    }

    /** The delays asked for since the last call. */
    synchronized List<Duration> delays() {
        List<Duration> delays = List.copyOf(asked);
        asked.clear();
        return delays;
    }

    synchronized int pending() {
        alarms.removeIf(alarm -> alarm.future().isDone());
        return alarms.size();
    }

    void advance(Duration by) {
        long until = now() + by.toNanos();
        while (true) {
            Alarm alarm;
            synchronized (this) {
                alarm = alarms.peek();
                if (alarm == null || alarm.at() > until) {
                    now = until;
                    return;
                }
                alarms.remove();
                now = Math.max(now, alarm.at());
            }
            alarm.future().complete(null);
        }
    }
}
