package io.sluice.io.flow;

import java.time.Duration;

/**
 * When to stop asking a file system that does not answer.
 *
 * @param window how many of the last attempts are looked at, once there were so many; a file that keeps failing is in it
 *     once
 * @param failurePercent what part of them must have failed, so that with 20 and 50 ten different files must have
 * @param openFor how long nothing is tried then
 * @param probes how many attempts are let through after that to see whether it answers again
 */
public record BreakerSettings(int window, int failurePercent, Duration openFor, int probes) {

    /** Opens when ten of twenty attempts failed, on different files; asks again after ten seconds. */
    public static final BreakerSettings DEFAULT = new BreakerSettings(20, 50, Duration.ofSeconds(10), 3);

    private static final int LARGEST_WINDOW = 10_000;

    public BreakerSettings {
        Settings.within("breaker.window", window, 1, LARGEST_WINDOW);
        Settings.within("breaker.failure.percent", failurePercent, 1, 100);
        Settings.atLeast("breaker.open.for", openFor, Duration.ofMillis(1));
        Settings.within("breaker.probes", probes, 1, 1000);
    }
}
