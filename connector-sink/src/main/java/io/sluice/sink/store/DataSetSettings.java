package io.sluice.sink.store;

import java.time.Duration;

/**
 * How a program uses a data set.
 *
 * @param provider who writes, for the metadata, such as the name of a connector or a program
 * @param lockTimeout how long a write waits for the lock of a key
 * @param commitAttempts how many numbers a transaction may lose to others before it gives up
 * @param commitPause about how long it waits after it lost one, longer after each
 */
public record DataSetSettings(String provider, Duration lockTimeout, int commitAttempts, Duration commitPause) {
    private static final Duration LONGEST = Duration.ofDays(1);

    public DataSetSettings {
        if (provider.isBlank()) {
            throw new IllegalArgumentException("provider is blank, but must say who writes");
        }
        if (lockTimeout.isNegative() || lockTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "lockTimeout is " + lockTimeout + ", but must be between PT0S and " + LONGEST);
        }
        if (commitAttempts < 1 || commitAttempts > 10_000) {
            throw new IllegalArgumentException(
                    "commitAttempts is " + commitAttempts + ", but must be between 1 and 10000");
        }
        if (commitPause.isNegative() || commitPause.isZero() || commitPause.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("commitPause is " + commitPause + ", but must be between 0 and PT1M");
        }
    }

    public static DataSetSettings of(String provider) {
        return new DataSetSettings(provider, Duration.ofSeconds(30), 100, Duration.ofMillis(10));
    }
}
