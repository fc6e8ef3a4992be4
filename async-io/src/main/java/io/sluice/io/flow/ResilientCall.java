package io.sluice.io.flow;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One operation with all its attempts, and the future of its result. Attempts follow one another and are
 * handed on by the timer; giving up may come from any thread at any moment and touches the volatile fields only.
 */
final class ResilientCall<T> extends CompletableFuture<T> {
    private static final Logger LOG = LoggerFactory.getLogger(ResilientCall.class);

    private final Resilience resilience;
    private final Operation operation;
    private final Path path;
    private final Attempt<T> attempt;
    private final Attempts attempts;

    private volatile Try current;
    private volatile CompletableFuture<Void> pause;

    ResilientCall(Resilience resilience, Operation operation, Path path, Attempt<T> attempt) {
        this.resilience = resilience;
        this.operation = operation;
        this.path = path;
        this.attempt = attempt;
        attempts = resilience.attempts(operation, path);
    }

    void begin() {
        Optional<Throwable> refusal = attempts.begin();
        if (refusal.isPresent()) {
            super.completeExceptionally(refusal.get());
            return;
        }
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
        Optional<Duration> delay = attempts.next(error, kind);
        if (delay.isEmpty()) {
            super.completeExceptionally(attempts.listing(error));
            return;
        }
        CompletableFuture<Void> wait = resilience.timing().after(delay.get());
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
                super.completeExceptionally(attempts.listing(error));
            }
        });
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
            if (attempts.count() == 1) {
                deadlines.add(this);
            } else {
                CompletableFuture<Void> armed = resilience.timing().after(attempts.limit());
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
                attempts.answered();
                succeeded(value);
            } else {
                settle(unwrapped(error));
            }
        }

        @Override
        protected void expired() {
            if (compareAndSet(false, true)) {
                abandon(stage);
                settle(new TimeoutException(
                        operation + " " + path + ": no answer in time in attempt " + attempts.count() + " ("
                                + resilience.settings().limits()
                                + "); it goes on underneath and its result will be dropped"));
            }
        }

        void giveUp() {
            if (compareAndSet(false, true)) {
                attempts.undecided();
                stopTimer();
                CompletionStage<T> begun = stage;
                if (begun != null) {
                    abandon(begun);
                }
            }
        }

        private void settle(Throwable error) {
            failed(error, attempts.noted(error));
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
