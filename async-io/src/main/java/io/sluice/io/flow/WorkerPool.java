package io.sluice.io.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed number of threads named {@code sluice-<name>-<n>} with a bounded queue. A process has several: calls that block
 * in the file system and work on the CPU keep out of each other's way.
 *
 * <p>The threads are daemons: a library must not keep a process alive whose work is done, so whoever needs accepted tasks
 * finished calls {@link #close}. Nothing here ever interrupts a running task, because an interrupt closes the
 * {@code FileChannel} it is in, for all its readers.
 *
 * <p>A task that throws has its error logged, and does not cost the pool its thread.
 */
public final class WorkerPool implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    /** How long {@link #close()} waits. */
    public static final Duration GRACE = Duration.ofSeconds(30);

    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int MOST_THREADS = 1024;

    private final String name;
    private final int queueLimit;
    private final ThreadPoolExecutor executor;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger started = new AtomicInteger();
    private final LongAdder rejected = new LongAdder();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** A pool of so many threads, started when needed and ended when idle for a minute, with room for so many tasks to wait. */
    public WorkerPool(String name, int threads, int queueLimit) {
        Settings.within("pool." + name + ".threads", threads, 1, MOST_THREADS);
        Settings.atLeast("pool." + name + ".queue", queueLimit, 1);
        this.name = name;
        this.queueLimit = queueLimit;
        executor =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        IDLE.toMillis(),
                        TimeUnit.MILLISECONDS,
                        new LinkedBlockingQueue<>(queueLimit),
                        this::newThread) {
                    @Override
                    protected void terminated() {
                        ended.complete(null);
                    }
                };
        executor.allowCoreThreadTimeOut(true);
    }

    public String name() {
        return name;
    }

    /** Runs a task on one of the threads, or throws a {@link RejectedExecutionException} that says why not. */
    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(() -> runSafely(task));
        } catch (RejectedExecutionException e) {
            rejected.increment();
            throw new RejectedExecutionException(
                    executor.isShutdown()
                            ? "pool " + name + " is closed"
                            : "pool " + name + " is full: " + executor.getMaximumPoolSize() + " threads work and "
                                    + queueLimit + " tasks wait; ask for less at once or allow a longer queue",
                    e);
        }
    }

    /**
     * Runs a task if no other waits for a thread, and says whether it does. For work that its owner does itself if nobody
     * comes for it: it takes no place from work that somebody waits for, but one for each thread that asks at this moment.
     */
    public boolean executeIfIdle(Runnable task) {
        if (isBusy()) {
            return false;
        }
        try {
            execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Whether tasks wait for a thread. Takes no lock. */
    public boolean isBusy() {
        return !executor.getQueue().isEmpty();
    }

    public int threads() {
        return executor.getMaximumPoolSize();
    }

    private void runSafely(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("A task in pool {} failed, and nobody waits for its result", name, e);
        }
    }

    public WorkerUse use() {
        return new WorkerUse(
                executor.getMaximumPoolSize(),
                executor.getActiveCount(),
                executor.getQueue().size(),
                queueLimit,
                executor.getCompletedTaskCount(),
                rejected.sum());
    }

    /** Closes within {@link #GRACE}; a caller who is interrupted meanwhile keeps the interrupt and leaves. */
    @Override
    public void close() {
        try {
            List<String> unfinished = close(GRACE);
            if (!unfinished.isEmpty()) {
                LOG.warn("Pool {} still has work after {}: {}", name, GRACE, unfinished);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Interrupted while waiting for pool {} to end: its accepted tasks go on", name);
        }
    }

    /**
     * Accepts nothing more, and waits for all that was accepted. Returns what had not ended by then, as text: the threads
     * that still run and where they are, and how many tasks wait. Those go on.
     */
    public List<String> close(Duration atMost) throws InterruptedException {
        executor.shutdown();
        return executor.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS) ? List.of() : unfinished();
    }

    /**
     * Accepts nothing more; completes when all that was accepted has ended, on the thread that ended last. For an owner of
     * several pools, who waits for all of them at once.
     */
    public CompletableFuture<Void> shutDown() {
        executor.shutdown();
        return ended.copy();
    }

    /** What runs and what waits, as text; nothing once all has ended. */
    public List<String> unfinished() {
        List<String> unfinished = new ArrayList<>();
        for (Thread thread : threads) {
            StackTraceElement[] stack = thread.getStackTrace();
            if (stack.length > 0) {
                unfinished.add(thread.getName() + " at " + stack[0]);
            }
        }
        int queued = executor.getQueue().size();
        if (queued > 0) {
            unfinished.add(queued + " waiting tasks");
        }
        return unfinished;
    }

    private Thread newThread(Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } finally {
                        threads.remove(Thread.currentThread());
                    }
                },
                "sluice-" + name + "-" + started.incrementAndGet());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, e) -> LOG.error("Thread {} ended", t.getName(), e));
        threads.add(thread);
        return thread;
    }
}
