package io.sluice.sink.files;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks one after another, in order, on whatever thread of a pool is free. Safe from any thread. */
final class Lane implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /** After so many, others have a turn. */
    private static final int MOST_AT_ONCE = 16;

    private final Executor pool;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    Lane(Executor pool) {
        this.pool = pool;
    }

    /** The task must not throw. What feeds a lane bounds how much waits here. */
    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        runInPool();
    }

    private void runInPool() {
        try {
            pool.execute(this::run);
        } catch (RejectedExecutionException closed) {
            // What is left is to end, and must.
            run();
        }
    }

    private void run() {
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            Runnable task;
            synchronized (tasks) {
                task = tasks.poll();
                if (task == null) {
                    running = false;
                    return;
                }
            }
            try {
                task.run();
            } catch (RuntimeException | Error broken) {
                // Those behind it may be what frees memory and files.
                LOG.error("a step of a partition ended in a way it should not", broken);
            }
        }
        runInPool();
    }
}
