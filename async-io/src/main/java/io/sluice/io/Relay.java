package io.sluice.io;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The stage of an operation that takes several others, one after another. Cancelling it cancels the one under way, and
 * succeeds only if that does.
 */
final class Relay<T> extends CompletableFuture<T> {
    private volatile CompletableFuture<?> current;

    /** The stage under way now. */
    <S> CompletableFuture<S> follow(CompletableFuture<S> stage) {
        current = stage;
        return stage;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        CompletableFuture<?> underWay = current;
        return (underWay == null || underWay.cancel(false)) ? super.cancel(false) : isCancelled();
    }

    /** Ends with an outcome, as {@code whenComplete} passes it on. */
    void end(T value, Throwable failure) {
        if (failure == null) {
            complete(value);
        } else {
            completeExceptionally(plain(failure));
        }
    }

    /** The failure itself, without the wrapper that derived stages put around it. */
    static Throwable plain(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
