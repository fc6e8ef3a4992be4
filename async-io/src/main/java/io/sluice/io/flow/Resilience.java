package io.sluice.io.flow;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * What is tried again on one file system, and when it is left alone because it does not answer. What can help is decided by
 * {@link ErrorKind} and {@link Operation#mayRepeatAfter}: a missing file is not tried again, an I/O error of a read is, a
 * failed sync never. It only decides: whoever owns {@link Attempts} makes them, waits between them and limits their time.
 *
 * <p>A failure is the last attempt's own exception; after several attempts it has an {@link EarlierAttempts} among its
 * suppressed ones. Any thread.
 */
public final class Resilience {
    private final String name;
    private final Retry retry;
    private final RetrySettings settings;
    private final Breaker breaker;
    private final Timing timing;
    private final IoMetrics metrics;

    /** For one file system, named by its root. */
    public Resilience(String name, RetrySettings settings, BreakerSettings breaker, Timing timing, IoMetrics metrics) {
        this.name = name;
        this.settings = settings;
        this.breaker = new Breaker(name, breaker, timing);
        this.timing = timing;
        this.metrics = metrics;
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

    /** The attempts of one operation. */
    public Attempts attempts(Operation operation, Path path) {
        return new Attempts(this, operation, path, true);
    }

    /** As {@link #attempts}, for what gives back or removes and must not wait for the breaker. */
    public Attempts unguardedAttempts(Operation operation, Path path) {
        return new Attempts(this, operation, path, false);
    }

    /**
     * Whether the breaker is closed. As long as it is, whoever makes very many operations may make them without asking, tell
     * of their success by {@link #answered} and {@link #recovered}, and make {@link #attempts} of one that has failed. Reads
     * one field, as {@link #isAnyFailing} does.
     */
    public boolean isCalm() {
        return breaker.isClosed();
    }

    /** So many operations succeeded that nobody was asked about. */
    public void answered(int operations) {
        breaker.answered(operations);
    }

    /** Whether there are files on which something failed last. */
    public boolean isAnyFailing() {
        return breaker.isAnyFailing();
    }

    /** Everything on this file works. */
    public void recovered(Path path) {
        breaker.recovered(path);
    }

    /** {@code CLOSED} (all is well), {@code OPEN} (nothing is tried) or {@code HALF_OPEN} (a few attempts are). */
    public String breakerState() {
        return breaker.state();
    }

    Breaker breaker() {
        return breaker;
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
