package io.sluice.io.read;

import io.sluice.io.flow.IoMetrics;
import io.sluice.io.flow.Permit;
import io.sluice.io.flow.PermitLimits;
import io.sluice.io.flow.PermitUse;
import io.sluice.io.flow.Permits;
import io.sluice.io.flow.Timing;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * How many files may be read at once, and with how much memory. A seat is the right to open one file and hold one buffer.
 * Whoever waits for a buffer has a file permit already, and a second buffer or a mapped window is only ever tried for: so
 * nobody who holds memory waits for more, and everything that waits gets its turn. Safe from any thread.
 */
final class Seats implements AutoCloseable {

    private final int bufferSize;
    private final long maxBytes;
    private final Permits files;
    private final Permits memory;

    Seats(ReadSettings settings, Timing timing) {
        int atOnce = settings.maxConcurrentOperations();
        bufferSize = settings.bufferSize();
        maxBytes = settings.maxBytesInFlight();
        files = new Permits(
                settings.name() + "-files", new PermitLimits(atOnce, maxBytes, settings.maxWaiting()), timing);
        // Two each: the buffer, and the spare or the window.
        memory = new Permits(settings.name() + "-bytes", new PermitLimits(2 * atOnce, maxBytes, atOnce), timing);
    }

    /** A seat if one is free and nobody waits for it, else null. */
    Seat trySeat() {
        Permit file = files.tryAcquire(0).orElse(null);
        if (file == null) {
            return null;
        }
        Permit buffer = memory.tryAcquire(bufferSize).orElse(null);
        if (buffer == null) {
            file.close();
            return null;
        }
        return new Seat(file, buffer);
    }

    /** A seat when it is this request's turn; not to be cancelled. Completes on the thread that gave its seat back. */
    CompletableFuture<Seat> seat() {
        return files.acquire(0)
                .thenCompose(file -> memory.acquire(bufferSize).handle((buffer, refusal) -> {
                    if (refusal != null) {
                        file.close();
                        throw new CompletionException(refusal);
                    }
                    return new Seat(file, buffer);
                }));
    }

    /** Runs an operation that has a seat until its stage completes; cancelling the result leaves the line. */
    <T> CompletableFuture<T> within(Supplier<? extends CompletionStage<T>> operation) {
        return files.within(0, () -> memory.within(bufferSize, operation));
    }

    /** Room for more bytes than the one buffer, if there is some now. */
    Optional<Permit> extra(long bytes) {
        return bytes > maxBytes - bufferSize ? Optional.empty() : memory.tryAcquire(bytes);
    }

    void watchedBy(IoMetrics metrics) {
        metrics.watch(files);
        metrics.watch(memory);
    }

    PermitUse fileUse() {
        return files.use();
    }

    PermitUse memoryUse() {
        return memory.use();
    }

    /** Refuses everyone who waits and who comes later; seats that are taken may be given back after it. */
    @Override
    public void close() {
        files.close();
        memory.close();
    }

    /** Given back once, by the worker that read with it. */
    record Seat(Permit file, Permit buffer) implements AutoCloseable {
        @Override
        public void close() {
            buffer.close();
            file.close();
        }
    }
}
