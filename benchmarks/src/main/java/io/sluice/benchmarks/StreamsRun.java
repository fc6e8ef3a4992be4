package io.sluice.benchmarks;

import java.util.List;

/**
 * How one run of a streams application went: what it had committed when, and the processor time that was used by then.
 *
 * @param trades how many there were
 * @param samples in the order of time; the last is of the moment when everything was committed
 */
record StreamsRun(long trades, List<Sample> samples) {

    /** What is before is starting up: the JVM compiles, groups are joined, caches are cold. */
    private static final double WARM = 0.3;

    /**
     * A moment.
     *
     * @param seconds since the process was started
     * @param trades how many were committed as read
     * @param application processor seconds of the application's process
     * @param broker processor seconds of the broker's process
     */
    record Sample(double seconds, long trades, double application, double broker) {}

    StreamsRun {
        samples = List.copyOf(samples);
    }

    private Sample at(double share) {
        return samples.stream()
                .filter(sample -> sample.trades() >= share * trades)
                .findFirst()
                .orElseThrow();
    }

    private Sample last() {
        return samples.get(samples.size() - 1);
    }

    /** Seconds for a million trades, once the application is warm. */
    double secondsPerMillion() {
        return secondsPerMillion(at(WARM), last());
    }

    private static double secondsPerMillion(Sample from, Sample to) {
        return (to.seconds - from.seconds) / (to.trades - from.trades) * 1e6;
    }

    /** The same, from one share of the trades to another. */
    double secondsPerMillion(double from, double to) {
        return secondsPerMillion(at(from), at(to));
    }

    /** The application's processor seconds for a million trades, once it is warm. */
    double applicationPerMillion() {
        Sample from = at(WARM);
        return (last().application - from.application) / (last().trades - from.trades) * 1e6;
    }

    /** The broker's. */
    double brokerPerMillion() {
        Sample from = at(WARM);
        return (last().broker - from.broker) / (last().trades - from.trades) * 1e6;
    }

    /** From the start of the process until all was committed. */
    double wholeSeconds() {
        return last().seconds;
    }
}
