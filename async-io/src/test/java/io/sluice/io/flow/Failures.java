package io.sluice.io.flow;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What a future failed with; one that has not failed by now fails the test rather than block it. */
final class Failures {
    private Failures() {}

    static Throwable failureOf(CompletableFuture<?> future) {
        if (!future.isCompletedExceptionally()) {
            throw new AssertionError("has not failed: " + future);
        }
        try {
            throw new AssertionError("has not failed: " + future.join());
        } catch (CompletionException e) {
            return e.getCause();
        }
    }
}
