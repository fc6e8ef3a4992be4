package io.sluice.streams.app;

/** Knows whether a task that reads the input topics has read them to their end. Asked by stream threads. */
interface UpstreamEnd {
    /**
     * Where a task is.
     *
     * @param tasks how many tasks read the input topics
     * @param atEnd whether this one has read, and committed, all there was a moment ago
     */
    record Word(int tasks, boolean atEnd) {}

    Word of(int task);
}
