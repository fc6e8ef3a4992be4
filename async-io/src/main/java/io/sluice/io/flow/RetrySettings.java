package io.sluice.io.flow;

import java.time.Duration;

/**
 * How often and when to try again.
 *
 * @param attempts the most attempts, the first among them; 1 never tries again
 * @param firstDelay before the second attempt; each later delay is {@code multiplier} times the one before
 * @param longestDelay where the delays stop growing
 * @param jitter each delay is changed by a random part of itself, up to this: 0.2 is from 80 % to 120 %
 */
public record RetrySettings(
        int attempts, Duration firstDelay, double multiplier, Duration longestDelay, double jitter) {

    /** Four attempts over about a second. */
    public static final RetrySettings DEFAULT =
            new RetrySettings(4, Duration.ofMillis(100), 2, Duration.ofSeconds(5), 0.2);

    /** One attempt. */
    public static final RetrySettings NONE = new RetrySettings(1, Duration.ofMillis(1), 1, Duration.ofMillis(1), 0);

    private static final int MOST_ATTEMPTS = 100;

    public RetrySettings {
        Settings.within("retry.attempts", attempts, 1, MOST_ATTEMPTS);
        Settings.atLeast("retry.first.delay", firstDelay, Duration.ofMillis(1));
        Settings.within("retry.multiplier", multiplier, 1, 100);
        Settings.atLeast("retry.longest.delay", longestDelay, firstDelay);
        Settings.within("retry.jitter", jitter, 0, 0.9);
    }
}
