package io.sluice.io;

import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Lets the sequential tasks of one file run one after another, in the order they were made, whatever becomes of each. Safe
 * from any thread.
 *
 * <p>A task may end by being cancelled at any moment, also between two steps here. It says so by {@link #over}, which takes
 * the lock; so a task seen alive under the lock will still come to {@code over}, and no turn is lost.
 */
final class Lane {
    private final int limit;
    private final Consumer<Task<?>> dispatch;
    private final ArrayDeque<Task<?>> waiting = new ArrayDeque<>();
    private Task<?> current;
    private Task<?> dispatched;
    private boolean dispatching;

    /** @param limit how many tasks may wait behind the one that runs */
    Lane(int limit, Consumer<Task<?>> dispatch) {
        this.limit = limit;
        this.dispatch = dispatch;
    }

    void add(Task<?> task) {
        boolean refused = false;
        synchronized (this) {
            if (task.isOver()) {
                return;
            }
            if (current == null) {
                current = task;
            } else if (waiting.size() < limit || task.manner() == Task.Manner.GIVE_BACK) {
                waiting.add(task);
            } else {
                refused = true;
            }
        }
        if (refused) {
            task.refuse(new RejectedExecutionException(task.path() + ": " + limit
                    + " sequential operations wait on this file already; await some of them before asking for more"));
        } else {
            dispatchCurrent();
        }
    }

    /** A task has ended, was refused or cancelled: the next one's turn, if this one had it. */
    void over(Task<?> task) {
        synchronized (this) {
            if (task != current) {
                waiting.remove(task);
                return;
            }
            do {
                current = waiting.poll();
            } while (current != null && current.isOver());
        }
        dispatchCurrent();
    }

    /**
     * Dispatches the current task unless that was done. One thread at a time, in a loop: a task that is refused on the spot
     * makes the next one current from within its dispatch, and a thousand of them must not be a thousand calls deep.
     */
    private void dispatchCurrent() {
        while (true) {
            Task<?> next;
            synchronized (this) {
                if (dispatching || current == null || current == dispatched) {
                    return;
                }
                dispatching = true;
                dispatched = current;
                next = current;
            }
            try {
                dispatch.accept(next);
            } finally {
                synchronized (this) {
                    dispatching = false;
                }
            }
        }
    }
}
