package io.sluice.streams.app;

import java.util.function.IntPredicate;

/** Knows whether a task that reads the input topics has read them to their end. Asked by stream threads. */
interface UpstreamEnd {
    /** How many tasks read the input topics. */
    int tasks();

    /** Whether a task has read, and committed, all there was a moment ago. */
    boolean isAtEnd(int task);

    static UpstreamEnd of(int tasks, IntPredicate atEnd) {
        return new UpstreamEnd() {
            @Override
            public int tasks() {
                return tasks;
            }

            @Override
            public boolean isAtEnd(int task) {
                return atEnd.test(task);
            }
        };
    }
}
