package io.sluice.io.flow;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Makes the attempts of one operation as their owners do, and waits between them on a test's timer. On its thread. */
record Tries(Resilience resilience, Timing timing) {

    /** The outcome of all attempts, each of which makes the call. */
    <T> CompletableFuture<T> call(Operation operation, Path path, Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        attempt(resilience.attempts(operation, path), call, result);
        return result;
    }

    private <T> void attempt(Attempts attempts, Callable<T> call, CompletableFuture<T> result) {
        Optional<BreakerOpenException> refusal = attempts.begin();
        if (refusal.isPresent()) {
            result.completeExceptionally(refusal.get());
            return;
        }
        T value;
        try {
            value = call.call();
        } catch (Exception e) {
            Optional<Duration> pause = attempts.failed(e);
            if (pause.isPresent()) {
                var unused = timing.after(pause.get()).thenRun(() -> attempt(attempts, call, result));
            } else {
                result.completeExceptionally(attempts.listing(e));
            }
            return;
        }
        attempts.answered();
        result.complete(value);
    }
}
