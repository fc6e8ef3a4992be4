package io.sluice.io.vfs;

import java.nio.file.ClosedFileSystemException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The timers of one {@link LocalVfs}. They complete on its one daemon thread, {@code sluice-timer}, which starts with
 * the first timer.
 */
final class LocalTimers {

    private final ScheduledThreadPoolExecutor executor;
    private final Map<Long, CompletableFuture<Void>> pending = new ConcurrentHashMap<>();
    private final AtomicLong started = new AtomicLong();

    LocalTimers() {
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sluice-timer");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    CompletableFuture<Void> after(Duration delay) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        ScheduledFuture<?> timer;
        try {
            timer = executor.schedule(() -> future.complete(null), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw (ClosedFileSystemException) new ClosedFileSystemException().initCause(e);
        }
        long number = started.getAndIncrement();
        pending.put(number, future);
        CompletableFuture<Void> unused = future.whenComplete((done, failure) -> {
            pending.remove(number);
            timer.cancel(false);
        });
        if (executor.isShutdown()) {
            future.cancel(false);
        }
        return future;
    }

    /** The timers that have neither fired nor been cancelled. */
    int pending() {
        return executor.getQueue().size();
    }

    /** Cancels the timers that are left. */
    void close() {
        executor.shutdownNow();
        pending.values().forEach(future -> future.cancel(false));
    }
}
