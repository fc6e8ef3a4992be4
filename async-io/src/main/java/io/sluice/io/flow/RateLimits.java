package io.sluice.io.flow;

import java.time.Duration;

/**
 * How fast: operations and bytes per second, either of them {@link #UNLIMITED}, how much unused allowance may be saved up
 * for a burst, and how many requests may wait.
 */
public record RateLimits(long operationsPerSecond, long bytesPerSecond, Duration burst, int waiters) {
    public static final long UNLIMITED = Long.MAX_VALUE;
    public static final RateLimits NONE = new RateLimits(UNLIMITED, UNLIMITED, Duration.ofMillis(100), 0);

    public RateLimits {
        Settings.atLeast("rate.operations.per.second", operationsPerSecond, 1);
        Settings.atLeast("rate.bytes.per.second", bytesPerSecond, 1);
        Settings.atLeast("rate.burst", burst, Duration.ofMillis(1));
        Settings.atLeast("rate.waiters", waiters, 0);
    }

    public static RateLimits operations(long perSecond) {
        return new RateLimits(perSecond, UNLIMITED, Duration.ofMillis(100), 100_000);
    }

    public static RateLimits bytes(long perSecond) {
        return new RateLimits(UNLIMITED, perSecond, Duration.ofMillis(100), 100_000);
    }

    boolean unlimited() {
        return operationsPerSecond == UNLIMITED && bytesPerSecond == UNLIMITED;
    }
}
