package io.sluice.io.read.compare;

import java.time.Duration;
import java.util.List;

/**
 * What one way came to.
 *
 * @param way its name
 * @param totals the counts of all files it could read
 * @param filesRead how many those were
 * @param failures the others, each with its own error
 * @param time from the first file asked for to the last one counted, the start of worker processes included
 * @param peakBytes the most memory it held: heap and direct buffers of this process, sampled; for worker processes the sum of
 *     the most each had resident, 0 where the system does not say
 * @param memory what {@code peakBytes} measures
 * @param speedUp how many times as fast as one thread that reads file after file
 */
public record WayReport(
        String way,
        TextCounts totals,
        long filesRead,
        List<FileFailure> failures,
        Duration time,
        long peakBytes,
        String memory,
        double speedUp) {

    public WayReport {
        failures = List.copyOf(failures);
    }

    public double bytesPerSecond() {
        return time.isZero() ? 0 : totals.bytes() * 1e9 / time.toNanos();
    }
}
