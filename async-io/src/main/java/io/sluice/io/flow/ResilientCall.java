package io.sluice.io.flow;

import io.github.resilience4j.retry.Retry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One operation with all its attempts, and the future of its result. Attempts follow one another, so the fields that
 * count them have one writer at a time and are handed on by the timer; giving up may come from any thread at any moment
 * and touches the volatile ones only.
 */
final class ResilientCall<T> extends CompletableFuture<T> {
    private static final Logger LOG = LoggerFactory.getLogger(ResilientCall.class);

    /** The errors kept of earlier attempts. */
    private static final int KEPT = 8;

    private final Resilience resilience;
    private final Operation operation;
    private final Path path;
    private final Attempt<T> attempt;
    private final long begunAt;

    private int attempts;
    private List<Throwable> earlier = List.of();
    private Retry.AsyncContext<Object> counting;

    private volatile Try current;
    private volatile CompletableFuture<Void> pause;

    ResilientCall(Resilience resilience, Operation operation, Path path, Attempt<T> attempt) {
        this.resilience = resilience;
        this.operation = operation;
        this.path = path;
        this.attempt = attempt;
        begunAt = resilience.settings().totalLimit().isZero()
                ? 0
                : resilience.timing().now();
    }

    void begin() {
        Breaker breaker = resilience.breaker();
        if (!breaker.enter()) {
            super.completeExceptionally(listing(breaker.refusal(path)));
            return;
        }
        attempts++;
        Try mine = new Try();
        current = mine;
        if (isDone()) {
            mine.giveUp();
            return;
        }
        CompletionStage<T> stage;
        try {
            stage = attempt.start();
        } catch (Throwable e) {
            mine.ended(null, e);
            return;
        }
        mine.started(stage);
    }

    private void failed(Throwable error, ErrorKind kind) {
        if (isDone()) {
            return;
        }
        long delay = operation.mayRepeatAfter(kind) ? nextDelay(error) : -1;
        if (delay < 0) {
            super.completeExceptionally(listing(error));
            return;
        }
        if (earlier.isEmpty()) {
            earlier = new ArrayList<>(2);
        }
        if (earlier.size() < KEPT) {
            earlier.add(error);
        }
        resilience.metrics().retried(operation);
        LOG.debug("{} {} failed in attempt {} and is tried again in {} ms", operation, path, attempts, delay, error);
        CompletableFuture<Void> wait = resilience.timing().after(Duration.ofMillis(delay));
        pause = wait;
        if (isDone()) {
            wait.cancel(false);
            return;
        }
        var unused = wait.whenComplete((nothing, broken) -> {
            if (broken == null) {
                begin();
            } else {
                // The timer was closed, or the caller gave up, in which case this changes nothing.
                super.completeExceptionally(listing(error));
            }
        });
    }

    /** Milliseconds to the next attempt, or -1 for none. */
    private long nextDelay(Throwable error) {
        if (counting == null) {
            counting = resilience.countAttempts();
        }
        long delay = counting.onError(error);
        Duration total = resilience.settings().totalLimit();
        if (delay >= 0 && !total.isZero() && remaining(total).toMillis() <= delay) {
            return -1;
        }
        return delay;
    }

    private Duration remaining(Duration total) {
        return total.minusNanos(resilience.timing().now() - begunAt);
    }

    /** How long an attempt after the first may take; asked only when there is a limit. */
    private Duration limit() {
        Duration single = resilience.settings().attemptLimit();
        Duration total = resilience.settings().totalLimit();
        if (total.isZero()) {
            return single;
        }
        Duration rest = remaining(total);
        if (rest.isNegative() || rest.isZero()) {
            rest = Duration.ofNanos(1);
        }
        return single.isZero() || rest.compareTo(single) < 0 ? rest : single;
    }

    /** The error, with those before it attached once; an exception object used again and again does not grow. */
    private Throwable listing(Throwable error) {
        if (!earlier.isEmpty() && error.getSuppressed().length < KEPT) {
            String dropped = attempts - earlier.size() > 1 ? ", the first " + earlier.size() + " of them listed" : "";
            error.addSuppressed(new EarlierAttempts(
                    operation + " " + path + " failed in " + attempts + " attempts" + dropped, earlier));
        }
        return error;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return givenUp(super.cancel(mayInterruptIfRunning));
    }

    @Override
    public boolean complete(T value) {
        return givenUp(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        return givenUp(super.completeExceptionally(error));
    }

    /** The caller, not an attempt, ended it. */
    private boolean givenUp(boolean endedHere) {
        if (endedHere) {
            Try mine = current;
            if (mine != null) {
                mine.giveUp();
            }
            CompletableFuture<Void> waiting = pause;
            if (waiting != null) {
                waiting.cancel(false);
            }
        }
        return endedHere;
    }

    private void succeeded(T value) {
        if (!super.complete(value)) {
            discard(value);
        }
    }

    private void abandon(CompletionStage<T> stage) {
        try {
            attempt.abandon(stage);
        } catch (RuntimeException e) {
            LOG.error("{} {}: an attempt could not be abandoned", operation, path, e);
        }
    }

    private void discard(T value) {
        try {
            attempt.discard(value);
        } catch (RuntimeException e) {
            LOG.error("{} {}: a result that came too late could not be discarded", operation, path, e);
        }
    }

    /** One attempt. It is settled once: by its end, by its limit or because the caller gave up, whichever is first. */
    private final class Try extends Deadline {
        private static final long serialVersionUID = 1;

        private transient volatile CompletionStage<T> stage;
        private transient volatile CompletableFuture<Void> timer;

        void started(CompletionStage<T> begun) {
            stage = begun;
            if (!(begun instanceof CompletableFuture<T> future && future.isDone())) {
                startTimer();
            }
            if (get()) {
                // Given up while it was being started.
                abandon(begun);
                stopTimer();
            }
            var unused = begun.whenComplete(this::ended);
        }

        private void startTimer() {
            Deadlines deadlines = resilience.deadlines();
            if (deadlines == null) {
                return;
            }
            if (attempts == 1) {
                deadlines.add(this);
            } else {
                CompletableFuture<Void> armed = resilience.timing().after(limit());
                timer = armed;
                var unused = armed.thenRun(this::expired);
            }
        }

        void ended(T value, Throwable error) {
            if (!compareAndSet(false, true)) {
                if (error == null) {
                    discard(value);
                }
                return;
            }
            stopTimer();
            if (error == null) {
                resilience.breaker().answered(path);
                succeeded(value);
            } else {
                settle(unwrapped(error));
            }
        }

        @Override
        void expired() {
            if (compareAndSet(false, true)) {
                abandon(stage);
                settle(new TimeoutException(operation + " " + path + ": no answer in time in attempt " + attempts + " ("
                        + resilience.settings().limits()
                        + "); it goes on underneath and its result will be dropped"));
            }
        }

        void giveUp() {
            if (compareAndSet(false, true)) {
                resilience.breaker().undecided();
                stopTimer();
                CompletionStage<T> begun = stage;
                if (begun != null) {
                    abandon(begun);
                }
            }
        }

        private void settle(Throwable error) {
            ErrorKind kind = ErrorKind.of(error);
            Breaker breaker = resilience.breaker();
            switch (kind) {
                case TRANSIENT, TIMED_OUT, NOT_DURABLE -> breaker.failed(path, error);
                case BUSY, REFUSED, CANCELLED -> breaker.undecided();
                case PERMANENT, OUT_OF_SPACE -> breaker.answered(path);
            }
            failed(error, kind);
        }

        private void stopTimer() {
            Deadlines deadlines = resilience.deadlines();
            if (deadlines != null) {
                deadlines.remove(this);
                CompletableFuture<Void> armed = timer;
                if (armed != null) {
                    armed.cancel(false);
                }
            }
        }

        private Throwable unwrapped(Throwable error) {
            return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        }
    }
}
