package io.sluice.io.flow;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Tries operations on one file system again when that can help, within time limits, and leaves the file system alone while
 * it does not answer. What can help is decided by {@link ErrorKind} and {@link Operation#mayRepeatAfter}: a missing file
 * is not tried again, an I/O error of a read is, a failed sync never.
 *
 * <p><b>Threads.</b> The first attempt starts on the caller's thread, later ones on the timer's. The future is completed on
 * the thread that completed the last attempt, or on the timer's thread if that ran into its limit. Dependants must not
 * block.
 *
 * <p><b>Giving up.</b> An attempt over its limit fails with a {@link java.util.concurrent.TimeoutException} that names the
 * operation and the file; what runs underneath goes on to its end, returns its own permits, and its late value goes to
 * {@link Attempt#discard}. Cancelling the future does the same at once and ends the retries.
 *
 * <p>A failure is the last attempt's own exception; after several attempts it has an {@link EarlierAttempts} among its
 * suppressed ones.
 */
public final class Resilience {
    private final String name;
    private final Retry retry;
    private final RetrySettings settings;
    private final Breaker breaker;
    private final Timing timing;
    private final IoMetrics metrics;

    /** For first attempts, which are all but a few; null without a limit. */
    private final Deadlines deadlines;

    /** For one file system, named by its root. */
    public Resilience(String name, RetrySettings settings, BreakerSettings breaker, Timing timing, IoMetrics metrics) {
        this.name = name;
        this.settings = settings;
        this.breaker = new Breaker(name, breaker, timing);
        this.timing = timing;
        this.metrics = metrics;
        Duration limit = settings.firstAttemptLimit();
        deadlines = limit.isZero() ? null : new Deadlines(limit, timing);
        IntervalFunction backoff = IntervalFunction.ofExponentialBackoff(
                settings.firstDelay(), settings.multiplier(), settings.longestDelay());
        retry = Retry.of(
                name,
                RetryConfig.custom()
                        .maxAttempts(settings.attempts())
                        .retryOnException(error -> true)
                        .intervalFunction(attempt -> jittered(backoff.apply(attempt)))
                        .build());
    }

    public String name() {
        return name;
    }

    /** Runs an operation, with as many attempts as the settings and its errors allow. */
    public <T> CompletableFuture<T> call(Operation operation, Path path, Attempt<T> attempt) {
        ResilientCall<T> call = new ResilientCall<>(this, operation, path, attempt);
        call.begin();
        return call;
    }

    /** For an owner that makes the attempts and waits between them itself; time limits are then its own, too. */
    public Attempts attempts(Operation operation, Path path) {
        return new Attempts(this, operation, path, true);
    }

    /** As {@link #attempts}, for what gives back or removes and must not wait for the breaker. */
    public Attempts unguardedAttempts(Operation operation, Path path) {
        return new Attempts(this, operation, path, false);
    }

    /** {@code CLOSED} (all is well), {@code OPEN} (nothing is tried) or {@code HALF_OPEN} (a few attempts are). */
    public String breakerState() {
        return breaker.state();
    }

    RetrySettings settings() {
        return settings;
    }

    Breaker breaker() {
        return breaker;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    Timing timing() {
        return timing;
    }

    IoMetrics metrics() {
        return metrics;
    }

    /** The library counts the attempts of one call and says how long to wait; the waiting is the injected timer's. */
    Retry.AsyncContext<Object> countAttempts() {
        return retry.asyncContext();
    }

    /** Not the library's own jitter, whose randomness cannot be injected. */
    private long jittered(long millis) {
        RandomGenerator random = timing.random();
        double part;
        synchronized (random) {
            part = random.nextDouble();
        }
        return Math.max(1, Math.round(millis * (1 + settings.jitter() * (2 * part - 1))));
    }
}
