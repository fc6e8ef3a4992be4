package io.sluice.io.flow;

import io.github.resilience4j.retry.Retry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts of one operation: whether there may be one now, and after it failed, whether and when there is another. It
 * only decides; its owner makes the attempts and waits. One thread at a time: attempts follow one another.
 */
public final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    /** The errors kept of earlier attempts. */
    private static final int KEPT = 8;

    private final Resilience resilience;
    private final Operation operation;
    private final Path path;
    private final boolean guarded;

    private int count;
    private List<Throwable> earlier = List.of();
    private Retry.AsyncContext<Object> counting;

    /** @param guarded whether the breaker is asked and told */
    Attempts(Resilience resilience, Operation operation, Path path, boolean guarded) {
        this.resilience = resilience;
        this.operation = operation;
        this.path = path;
        this.guarded = guarded;
    }

    /**
     * Begins an attempt, which must end with one of {@link #answered}, {@link #failed} and {@link #undecided}; or says why
     * there is to be none, because too much has failed lately.
     */
    public Optional<BreakerOpenException> begin() {
        if (guarded && !resilience.breaker().enter()) {
            return Optional.of(listing(resilience.breaker().refusal(path)));
        }
        count++;
        return Optional.empty();
    }

    /** The attempt succeeded. */
    public void answered() {
        if (guarded) {
            resilience.breaker().answered(operation, path);
        }
    }

    /** The attempt was given up, and says nothing about the file system. */
    public void undecided() {
        if (guarded) {
            resilience.breaker().undecided();
        }
    }

    /** The attempt failed: how long to wait before the next, or empty if there is none. */
    public Optional<Duration> failed(Throwable error) {
        return next(error, noted(error));
    }

    /** Tells the breaker of a failure, and what kind it was. */
    private ErrorKind noted(Throwable error) {
        ErrorKind kind = ErrorKind.of(error);
        if (!guarded) {
            return kind;
        }
        Breaker breaker = resilience.breaker();
        switch (kind) {
            case TRANSIENT, TIMED_OUT, NOT_DURABLE -> breaker.failed(operation, path, error);
            case BUSY, REFUSED, CANCELLED -> breaker.undecided();
            case PERMANENT, OUT_OF_SPACE -> breaker.answered(operation, path);
        }
        return kind;
    }

    /** The pause before the next attempt, or empty for none. */
    private Optional<Duration> next(Throwable error, ErrorKind kind) {
        long delay = operation.mayRepeatAfter(kind) ? nextDelay(error) : -1;
        if (delay < 0) {
            return Optional.empty();
        }
        if (earlier.isEmpty()) {
            earlier = new ArrayList<>(2);
        }
        if (earlier.size() < KEPT) {
            earlier.add(error);
        }
        resilience.metrics().retried(operation);
        LOG.debug("{} {} failed in attempt {} and is tried again in {} ms", operation, path, count, delay, error);
        return Optional.of(Duration.ofMillis(delay));
    }

    /** Milliseconds to the next attempt, or -1 for none. */
    private long nextDelay(Throwable error) {
        if (counting == null) {
            counting = resilience.countAttempts();
        }
        return counting.onError(error);
    }

    /** The error, with those before it attached once; an exception object used again and again does not grow. */
    public <E extends Throwable> E listing(E error) {
        if (!earlier.isEmpty() && error.getSuppressed().length < KEPT) {
            String dropped = count - earlier.size() > 1 ? ", the first " + earlier.size() + " of them listed" : "";
            error.addSuppressed(new EarlierAttempts(
                    operation + " " + path + " failed in " + count + " attempts" + dropped, earlier));
        }
        return error;
    }
}
