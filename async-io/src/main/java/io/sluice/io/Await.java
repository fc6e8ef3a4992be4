package io.sluice.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for stages on the calling thread, no longer than a time-out, and throws what they failed with. */
record Await(Duration timeout) {

    Await {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + " is not positive");
        }
    }

    <T> T result(CompletableFuture<T> stage) throws IOException {
        try {
            return stage.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw givenUp(stage, "interrupted while waiting for a file operation", e);
        } catch (TimeoutException e) {
            throw givenUp(stage, "no answer from the file system within " + timeout, e);
        } catch (CancellationException e) {
            throw e;
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        }
    }

    private static InterruptedIOException givenUp(CompletableFuture<?> stage, String why, Exception cause) {
        boolean cancelled = stage.cancel(false);
        InterruptedIOException error =
                new InterruptedIOException(why + (cancelled ? "; it was cancelled" : "; it runs on to its end"));
        error.initCause(cause);
        // So that what it opens in the end is closed: nobody else will.
        stage.completeExceptionally(error);
        return error;
    }

    /** The failure itself, with the waiting caller's stack beside that of the worker. */
    static IOException thrown(Throwable failure) {
        failure.addSuppressed(new AwaitedHere());
        if (failure instanceof IOException e) {
            return e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return new IOException(failure);
    }

    /** Not a failure: shows who waited for the one it is attached to. */
    private static final class AwaitedHere extends Exception {
        private static final long serialVersionUID = 1;

        AwaitedHere() {
            super("awaited here");
        }
    }
}
