package io.sluice.sink.files;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after another, in order, on whatever thread of a pool is free. Those that wait for the store have a pool of
 * their own, so that a store that hangs holds up nobody else's rows. Safe from any thread.
 */
final class Lane implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /** After so many, others have a turn. */
    private static final int MOST_AT_ONCE = 16;

    private record Task(Runnable work, Executor pool) {}

    private final Executor pool;
    private final Executor storePool;
    private final Queue<Task> tasks = new ArrayDeque<>();
    private boolean running;

    /** @param storePool for tasks that wait for the store */
    Lane(Executor pool, Executor storePool) {
        this.pool = pool;
        this.storePool = storePool;
    }

    /** The task must not throw. What feeds a lane bounds how much waits here. */
    @Override
    public void execute(Runnable task) {
        add(new Task(task, pool));
    }

    /** The same for a task that calls the store, which may take long. */
    void executeInStore(Runnable task) {
        add(new Task(task, storePool));
    }

    private void add(Task task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        goOn(task.pool());
    }

    private void goOn(Executor next) {
        Executor here = next;
        while (here != null && !isTaken(here)) {
            // What is left is to end, and must, though the pool has ended: here, then.
            here = runSome(here);
        }
    }

    private boolean isTaken(Executor next) {
        try {
            next.execute(() -> goOn(runSome(next)));
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    /** Returns the pool of the task that is next, null if none is. */
    private Executor runSome(Executor here) {
        for (int i = 0; ; i++) {
            Task task;
            synchronized (tasks) {
                task = tasks.peek();
                if (task == null) {
                    running = false;
                    return null;
                }
                if (i == MOST_AT_ONCE || !task.pool().equals(here)) {
                    return task.pool();
                }
                tasks.remove();
            }
            try {
                task.work().run();
            } catch (RuntimeException | Error broken) {
                // Those behind it may be what frees memory and files.
                LOG.error("a step of a partition ended in a way it should not", broken);
            }
        }
    }
}
