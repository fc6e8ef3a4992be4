package io.sluice.deploy.command.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads, {@code chaos-LANE}, on each of which one thing is done after the other: what is done to one node waits for what was done
 * to it before, and not for others. What waits is bounded by the schedule. Any thread.
 */
final class Lanes implements AutoCloseable {
    private static final Duration LONGEST_END = Duration.ofMinutes(1);

    /** What is done on a lane; it ends soon when it is interrupted. */
    @FunctionalInterface
    interface Step {
        void take() throws InterruptedException;
    }

    private final Map<String, ExecutorService> threads = new LinkedHashMap<>();
    private final Map<String, AtomicInteger> waiting = new LinkedHashMap<>();

    Lanes(List<String> names) {
        for (String name : names) {
            threads.put(name, Executors.newSingleThreadExecutor(task -> new Thread(task, "chaos-" + name)));
            waiting.put(name, new AtomicInteger());
        }
    }

    /** Does it after what was given to the lane before. The result fails if it does. */
    CompletableFuture<Void> put(String lane, Step step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        AtomicInteger count = waiting.get(lane);
        count.incrementAndGet();
        threads.get(lane).execute(() -> {
            try {
                step.take();
                done.complete(null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                done.completeExceptionally(e);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            } finally {
                count.decrementAndGet();
            }
        });
        return done;
    }

    /** Whether nothing is done or waits there. */
    boolean isIdle(String lane) {
        return waiting.get(lane).get() == 0;
    }

    /** Returns when everything that was given to the lanes is done, or the time is over; tells which. */
    boolean drained(Duration time) throws InterruptedException {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (String lane : threads.keySet()) {
            ends.add(put(lane, () -> {}));
        }
        try {
            CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]))
                    .get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("An empty step failed", e);
        }
    }

    @Override
    public void close() {
        threads.values().forEach(ExecutorService::shutdownNow);
        try {
            for (ExecutorService thread : threads.values()) {
                boolean unused = thread.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
