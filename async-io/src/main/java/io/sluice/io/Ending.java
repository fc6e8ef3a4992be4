package io.sluice.io;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The end of one dispatcher or of several: one wait for all that they still run. On the thread that closes. */
record Ending(List<Dispatcher> dispatchers) {

    static Ending of(Dispatcher... dispatchers) {
        return new Ending(List.of(dispatchers));
    }

    /** Waits for everything, no longer than said, and returns what had not ended then, as text. That goes on. */
    List<String> await(Duration atMost) throws InterruptedException {
        CompletableFuture<?>[] ends =
                dispatchers.stream().map(Dispatcher::shutDown).toArray(CompletableFuture<?>[]::new);
        List<String> unfinished = new ArrayList<>();
        try {
            CompletableFuture.allOf(ends).get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            dispatchers.forEach(dispatcher -> unfinished.addAll(dispatcher.unfinished()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("workers cannot fail to end", e.getCause());
        }
        return unfinished;
    }
}
