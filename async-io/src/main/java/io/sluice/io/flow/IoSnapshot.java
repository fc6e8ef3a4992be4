package io.sluice.io.flow;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One look at an {@link IoMetrics}; a value, safe from any thread.
 *
 * @param age the time since the metrics were made
 * @param permits by the name of the {@link Permits}
 * @param pools by the name of the {@link WorkerPool}
 * @param rateWaiters those who wait, by the name of the {@link RateLimit}
 * @param breakers {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}, by the name of the {@link Resilience}
 */
public record IoSnapshot(
        Duration age,
        List<OperationStats> operations,
        long filesOpened,
        long filesOpen,
        Map<Operation, Long> retries,
        Map<String, PermitUse> permits,
        Map<String, WorkerUse> pools,
        Map<String, Integer> rateWaiters,
        Map<String, String> breakers) {

    private static final double NANOS = 1e9;

    public Optional<OperationStats> operation(String strategy, Operation operation) {
        return operations.stream()
                .filter(stats -> stats.strategy().equals(strategy) && stats.operation() == operation)
                .findFirst();
    }

    /** The bytes of one operation, through all strategies. */
    public long bytes(Operation operation) {
        return operations.stream()
                .filter(stats -> stats.operation() == operation)
                .mapToLong(OperationStats::bytes)
                .sum();
    }

    /** Bytes of one operation per second of the clock since an earlier look; 0 when no time has passed. */
    public double bytesPerSecondSince(IoSnapshot earlier, Operation operation) {
        double seconds = age.minus(earlier.age).toNanos() / NANOS;
        return seconds <= 0 ? 0 : (bytes(operation) - earlier.bytes(operation)) / seconds;
    }
}
