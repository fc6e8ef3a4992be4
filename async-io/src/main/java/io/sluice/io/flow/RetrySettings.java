package io.sluice.io.flow;

import java.time.Duration;

/**
 * How often and when to try again.
 *
 * @param attempts the most attempts, the first among them; 1 never tries again
 * @param firstDelay before the second attempt; each later delay is {@code multiplier} times the one before
 * @param longestDelay where the delays stop growing
 * @param jitter each delay is changed by a random part of itself, up to this: 0.2 is from 80 % to 120 %
 * @param attemptLimit how long one attempt may take; {@link Duration#ZERO} is no limit
 * @param totalLimit how long all attempts and delays may take together; {@link Duration#ZERO} is no limit
 */
public record RetrySettings(
        int attempts,
        Duration firstDelay,
        double multiplier,
        Duration longestDelay,
        double jitter,
        Duration attemptLimit,
        Duration totalLimit) {

    /** Four attempts over about a second, without time limits. */
    public static final RetrySettings DEFAULT =
            new RetrySettings(4, Duration.ofMillis(100), 2, Duration.ofSeconds(5), 0.2, Duration.ZERO, Duration.ZERO);

    /** One attempt, without time limits. */
    public static final RetrySettings NONE =
            new RetrySettings(1, Duration.ofMillis(1), 1, Duration.ofMillis(1), 0, Duration.ZERO, Duration.ZERO);

    private static final int MOST_ATTEMPTS = 100;

    public RetrySettings {
        Settings.within("retry.attempts", attempts, 1, MOST_ATTEMPTS);
        Settings.atLeast("retry.first.delay", firstDelay, Duration.ofMillis(1));
        Settings.within("retry.multiplier", multiplier, 1, 100);
        Settings.atLeast("retry.longest.delay", longestDelay, firstDelay);
        Settings.within("retry.jitter", jitter, 0, 0.9);
        Settings.atLeast("retry.attempt.limit", attemptLimit, Duration.ZERO);
        Settings.atLeast("retry.total.limit", totalLimit, Duration.ZERO);
    }

    public RetrySettings withLimits(Duration perAttempt, Duration total) {
        return new RetrySettings(attempts, firstDelay, multiplier, longestDelay, jitter, perAttempt, total);
    }

    /** How long the first attempt may take; zero for as long as it likes. */
    Duration firstAttemptLimit() {
        if (totalLimit.isZero()) {
            return attemptLimit;
        }
        return attemptLimit.isZero() || totalLimit.compareTo(attemptLimit) < 0 ? totalLimit : attemptLimit;
    }

    /** For messages: the limits there are. */
    String limits() {
        String single = attemptLimit.isZero() ? "" : attemptLimit + " for an attempt";
        String total = totalLimit.isZero() ? "" : totalLimit + " for all";
        return single.isEmpty() || total.isEmpty() ? single + total : single + ", " + total;
    }
}
