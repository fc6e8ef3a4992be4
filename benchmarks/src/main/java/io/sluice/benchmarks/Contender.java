package io.sluice.benchmarks;

/** One way to do a job that others are compared with. Called by the benchmark's main thread. */
record Contender(String name, Job job) {

    /** Does the whole job once. */
    interface Job {
        Outcome run() throws Exception;
    }

    /**
     * What a run came to.
     *
     * @param seconds how long it took
     * @param cpuSeconds of the processor that it took, 0 if nobody looked
     * @param result something every contender must come to alike, such as a sum over all bytes; a job left out shows
     */
    record Outcome(double seconds, double cpuSeconds, long result) {
        Outcome(double seconds, long result) {
            this(seconds, 0, result);
        }
    }

    /** A job timed from outside. */
    static Contender timed(String name, Work work) {
        return new Contender(name, () -> {
            long start = System.nanoTime();
            long result = work.run();
            return new Outcome((System.nanoTime() - start) / 1e9, result);
        });
    }

    /** A job that does not time itself. */
    interface Work {
        long run() throws Exception;
    }
}
