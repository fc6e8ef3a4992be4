package io.sluice.io.flow;

/** One look at a {@link WorkerPool}: tasks that run, that wait, that ended, and that were refused. */
public record WorkerUse(int threads, int active, int queued, int queueLimit, long completed, long rejected) {}
