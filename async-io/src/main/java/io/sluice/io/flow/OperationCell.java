package io.sluice.io.flow;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one operation and strategy. Any thread adds. */
final class OperationCell {
    private final LongAdder bytes = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

    /** Its counts added up are the number of operations, which saves a counter. */
    private final LatencyHistogram latency = new LatencyHistogram();

    void done(long transferred, long tookNanos) {
        if (transferred > 0) {
            bytes.add(transferred);
        }
        time(tookNanos);
    }

    void failed(long tookNanos) {
        errors.increment();
        time(tookNanos);
    }

    private void time(long tookNanos) {
        nanos.add(tookNanos);
        longest.accumulate(tookNanos);
        latency.add(tookNanos);
    }

    OperationStats stats(String strategy, Operation operation) {
        long[] counts = latency.counts();
        long operations = 0;
        for (long count : counts) {
            operations += count;
        }
        long max = longest.get();
        return new OperationStats(
                strategy,
                operation,
                operations,
                errors.sum(),
                bytes.sum(),
                Duration.ofNanos(nanos.sum()),
                Duration.ofNanos(max),
                Duration.ofNanos(LatencyHistogram.quantile(counts, 0.5, max)),
                Duration.ofNanos(LatencyHistogram.quantile(counts, 0.99, max)));
    }
}
