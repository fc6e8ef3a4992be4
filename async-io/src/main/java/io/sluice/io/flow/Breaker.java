package io.sluice.io.flow;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit breaker of one file system: resilience4j's state machine, and the rule that a file which keeps failing
 * counts once, so that no single file opens it for all others. Any thread; every {@link #enter} that said yes is followed
 * by one of {@link #answered}, {@link #failed} and {@link #undecided}.
 */
final class Breaker {
    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    private final String name;
    private final BreakerSettings settings;
    private final CircuitBreaker machine;
    private final AtomicReference<CircuitBreaker.State> lastState = new AtomicReference<>(CircuitBreaker.State.CLOSED);

    /**
     * The files whose failure has been counted, as many as the window holds, and what fails on each: that a file opens says
     * nothing about whether it can be read again. Guarded by itself.
     */
    private final LinkedHashMap<Path, Set<Operation>> failing = new LinkedHashMap<>();

    /** Whether {@link #failing} holds anything, so that success costs one read while all is well. */
    private volatile boolean anyFailing;

    Breaker(String name, BreakerSettings settings, Timing timing) {
        this.name = name;
        this.settings = settings;
        // No consumer is registered with the machine: with one it makes an event object for each success.
        machine = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindow(
                                settings.window(),
                                settings.window(),
                                CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(settings.failurePercent())
                        .waitDurationInOpenState(settings.openFor())
                        .permittedNumberOfCallsInHalfOpenState(settings.probes())
                        .automaticTransitionFromOpenToHalfOpenEnabled(false)
                        .clock(new MonotonicClock(timing))
                        .build());
    }

    boolean enter() {
        boolean allowed = machine.tryAcquirePermission();
        if (!allowed || !isClosed()) {
            noticeChange();
        }
        return allowed;
    }

    BreakerOpenException refusal(Path path) {
        return new BreakerOpenException(
                path.toString(),
                "not tried, because " + settings.failurePercent() + " % or more of the last " + settings.window()
                        + " attempts under " + name + " failed; after " + settings.openFor() + " it is asked again");
    }

    /** The file system answered, be it with an error of the request's own. */
    void answered(Operation operation, Path path) {
        if (anyFailing) {
            synchronized (failing) {
                Set<Operation> onPath = failing.get(path);
                if (onPath != null && onPath.remove(operation) && onPath.isEmpty()) {
                    failing.remove(path);
                }
                anyFailing = !failing.isEmpty();
            }
        }
        machine.onSuccess(0, TimeUnit.NANOSECONDS);
        if (!isClosed()) {
            noticeChange();
        }
    }

    boolean isClosed() {
        return lastState.get() == CircuitBreaker.State.CLOSED;
    }

    boolean isAnyFailing() {
        return anyFailing;
    }

    /** Everything on this file works. */
    void recovered(Path path) {
        synchronized (failing) {
            failing.remove(path);
            anyFailing = !failing.isEmpty();
        }
    }

    /** Successes that did not {@link #enter}. More than the window holds would push each other out. */
    void answered(int operations) {
        for (int left = Math.min(operations, settings.window()); left > 0 && isClosed(); left--) {
            machine.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    void failed(Operation operation, Path path, Throwable error) {
        boolean news;
        synchronized (failing) {
            Set<Operation> onPath = failing.get(path);
            news = onPath == null;
            if (news) {
                failing.put(path, EnumSet.of(operation));
            } else {
                onPath.add(operation);
            }
            anyFailing = true;
            if (failing.size() > settings.window()) {
                failing.remove(failing.keySet().iterator().next());
            }
        }
        // A probe's failure counts in any case: the breaker opened because of many files.
        if (news || machine.getState() != CircuitBreaker.State.CLOSED) {
            machine.onError(0, TimeUnit.NANOSECONDS, error);
            noticeChange();
        } else {
            machine.releasePermission();
        }
    }

    /** The attempt says nothing about the file system. */
    void undecided() {
        machine.releasePermission();
    }

    /** Says {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}. */
    String state() {
        return machine.getState().name();
    }

    private void noticeChange() {
        CircuitBreaker.State now = machine.getState();
        CircuitBreaker.State before = lastState.getAndSet(now);
        if (now == before) {
            return;
        }
        switch (now) {
            case OPEN -> LOG.warn("The breaker of {} opens: nothing is tried for {}", name, settings.openFor());
            case CLOSED -> {
                synchronized (failing) {
                    failing.clear();
                    anyFailing = false;
                }
                LOG.info("The breaker of {} closes: it answers again", name);
            }
            default -> LOG.info("The breaker of {} is {}", name, now);
        }
    }

    /** Time that never goes back, as a wall clock may: a breaker would stay open until it has caught up. */
    private static final class MonotonicClock extends Clock {
        private final Timing timing;
        private final long origin;

        MonotonicClock(Timing timing) {
            this.timing = timing;
            origin = timing.now();
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plus(Duration.ofNanos(timing.now() - origin));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
