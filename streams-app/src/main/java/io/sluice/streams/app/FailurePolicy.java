package io.sluice.streams.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a stream thread that failed. It is replaced, and the new one goes on from the last commit, so nothing is
 * lost or doubled; unless too many have failed within an hour, or trying again cannot help: then the application stops,
 * and says why. Called by failing stream threads.
 */
final class FailurePolicy implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);
    private static final Duration WITHIN = Duration.ofHours(1);

    private final int most;
    private final LongSupplier nanoTime;
    private final Counts counts;
    private final CompletableFuture<String> stopped = new CompletableFuture<>();
    private final Deque<Long> failures = new ArrayDeque<>();

    FailurePolicy(int most, LongSupplier nanoTime, Counts counts) {
        this.most = most;
        this.nanoTime = nanoTime;
        this.counts = counts;
    }

    /** Completes with the reason, on the failing thread, when the application stops for a failure. */
    CompletableFuture<String> stopped() {
        return stopped;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        Throwable hopeless = hopeless(failure);
        if (hopeless != null) {
            return stop("a failure that trying again cannot mend: " + hopeless, failure);
        }
        long now = nanoTime.getAsLong();
        while (!failures.isEmpty() && now - failures.peekFirst() > WITHIN.toNanos()) {
            failures.removeFirst();
        }
        if (failures.size() >= most) {
            return stop(
                    "more than " + most + " stream threads failed within an hour (failure.replacements); the last: "
                            + failure,
                    failure);
        }
        failures.addLast(now);
        counts.replacedThreads.increment();
        LOG.warn("A stream thread failed and is replaced; the new one goes on from the last commit", failure);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private StreamThreadExceptionResponse stop(String reason, Throwable failure) {
        LOG.error("The application stops: {}", reason, failure);
        stopped.complete(reason);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static Throwable hopeless(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthorizationException
                    || cause instanceof AuthenticationException
                    || cause instanceof UnsupportedVersionException
                    || cause instanceof LinkageError) {
                return cause;
            }
        }
        return null;
    }
}
