package io.sluice.deploy.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for a condition that only asking can tell. The asking happens on its own thread, {@code cluster-readiness},
 * again and again with a pause between; the caller waits on a future until the answer, a deadline, or an event that
 * makes the wait pointless.
 */
final class Readiness implements AutoCloseable {
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(100);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cluster-readiness");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Returns the probe's first answer.
     *
     * @param probe answers empty for "not yet"; an exception it throws ends the wait. It must be bounded in time itself
     * @param pointless ends the wait with {@code null} when it completes
     * @throws TimeoutException if there is no answer in time
     */
    <T> T await(Duration timeout, Callable<Optional<T>> probe, CompletableFuture<?> pointless)
            throws InterruptedException, TimeoutException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        ScheduledFuture<?> probing = scheduler.scheduleWithFixedDelay(
                () -> {
                    try {
                        probe.call().ifPresent(answer::complete);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        answer.completeExceptionally(e);
                    } catch (Exception e) {
                        answer.completeExceptionally(e);
                    }
                },
                0,
                BETWEEN_PROBES.toMillis(),
                TimeUnit.MILLISECONDS);
        CompletableFuture<Void> ended = pointless.handle((value, failure) -> null);
        try {
            CompletableFuture.anyOf(answer, ended).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return answer.isDone() ? answer.get() : null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new ClusterException("Asking a node whether it is ready failed", e.getCause());
        } finally {
            probing.cancel(false);
        }
    }

    boolean closed() {
        return scheduler.isShutdown();
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
