package io.sluice.sink.store.targets.s3;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.flow.Timing;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes requests, repeats those that do no harm twice with growing pauses, and explains what failed. Safe from any thread. A
 * future completes on a thread of the connections or of the timer.
 */
final class S3Requests {
    /** How many requests of one call are under way, such as removals. */
    private static final int AT_ONCE = 16;

    private final RetrySettings retries;
    private final Timing timing;

    S3Requests(RetrySettings retries, Timing timing) {
        this.retries = retries;
        this.timing = timing;
    }

    int attempts() {
        return retries.attempts();
    }

    /** The pause after so many attempts. */
    Duration pauseAfter(int attempts) {
        double grown = retries.firstDelay().toNanos() * Math.pow(retries.multiplier(), attempts - 1.0);
        double nanos = Math.min(grown, (double) retries.longestDelay().toNanos());
        double part;
        synchronized (timing.random()) {
            part = 1 + retries.jitter() * (2 * timing.random().nextDouble() - 1);
        }
        return Duration.ofNanos((long) (nanos * part));
    }

    /** Makes a request that may be repeated. */
    <R> CompletableFuture<R> repeat(Supplier<CompletableFuture<R>> request) {
        CompletableFuture<R> result = new CompletableFuture<>();
        attempt(1, request, result);
        return result;
    }

    private <R> void attempt(int number, Supplier<CompletableFuture<R>> request, CompletableFuture<R> result) {
        CompletableFuture<R> attempt;
        try {
            attempt = request.get();
        } catch (RuntimeException wrong) {
            // A name that may not be, say: the caller's mistake, so it is his at once.
            if (number == 1) {
                throw wrong;
            }
            result.completeExceptionally(wrong);
            return;
        }
        CompletableFuture<Void> unused = attempt.handle((answer, failure) -> {
            if (failure == null) {
                result.complete(answer);
            } else if (number >= retries.attempts() || !Reply.of(failure).mayPass()) {
                result.completeExceptionally(Reply.unwrapped(failure));
            } else {
                again(number, request, result);
            }
            return null;
        });
    }

    private <R> void again(int number, Supplier<CompletableFuture<R>> request, CompletableFuture<R> result) {
        CompletableFuture<Void> unused = timing.timer()
                .apply(pauseAfter(number))
                .handle((passed, broken) -> {
                    if (broken == null) {
                        attempt(number + 1, request, result);
                    } else {
                        result.completeExceptionally(broken);
                    }
                    return null;
                });
    }

    /** Waits for an answer. */
    static <R> R await(String what, CompletableFuture<R> request) throws IOException {
        try {
            return request.get();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException(what + ": interrupted while waiting for S3");
            interrupted.initCause(interrupt);
            throw interrupted;
        } catch (ExecutionException failure) {
            throw Reply.explained(what, failure);
        }
    }

    /** Makes a request that may be repeated, and waits for its answer. */
    <R> R call(String what, Supplier<CompletableFuture<R>> request) throws IOException {
        return await(what, repeat(request));
    }

    /** Makes a request for each of {@code items}, some at a time, and waits for all. */
    <T> void each(String what, List<T> items, Function<T, CompletableFuture<?>> request) throws IOException {
        for (int start = 0; start < items.size(); start += AT_ONCE) {
            List<CompletableFuture<?>> some = new ArrayList<>();
            for (T item : items.subList(start, Math.min(start + AT_ONCE, items.size()))) {
                some.add(request.apply(item));
            }
            Void unused = await(what, CompletableFuture.allOf(some.toArray(CompletableFuture[]::new)));
        }
    }

    void pause(Duration time) throws IOException {
        Void unused = await("a pause", timing.timer().apply(time));
    }
}
