package io.sluice.io.flow;

import java.time.Duration;

/**
 * What one kind of operation did through one strategy so far.
 *
 * @param operations those that ended, well or not
 * @param errors those that ended with an error
 * @param total the time of all of them together, so more than the clock's when several run at once
 * @param median half of them took no longer; at most a quarter too large, like {@code percentile99}
 */
public record OperationStats(
        String strategy,
        Operation operation,
        long operations,
        long errors,
        long bytes,
        Duration total,
        Duration longest,
        Duration median,
        Duration percentile99) {

    private static final double NANOS = 1e9;

    /** Bytes per second spent in the operation, by each thread on its own; 0 before the first. */
    public double bytesPerBusySecond() {
        return total.isZero() ? 0 : bytes / (total.toNanos() / NANOS);
    }
}
