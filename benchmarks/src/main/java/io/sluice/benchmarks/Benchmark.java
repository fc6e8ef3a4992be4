package io.sluice.benchmarks;

/** Measures one area and adds what it found to a report. Runs on the main thread, in a JVM of its own. */
interface Benchmark {

    /** What it is called on the command line, and its result file. */
    String name();

    void run(Workplace workplace, Report report) throws Exception;
}
