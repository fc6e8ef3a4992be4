package io.sluice.io.read;

import io.sluice.io.flow.Permit;
import io.sluice.io.flow.PermitLimits;
import io.sluice.io.flow.PermitUse;
import io.sluice.io.flow.Permits;
import io.sluice.io.flow.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * How many files may be read at once, and with how much memory. A seat is the right to open one file and hold one buffer,
 * within this reader's limits and within those it shares. Whoever waits for memory has the right to a file already, and a
 * second buffer or a mapped window is only ever tried for: so nobody who holds memory waits for more, and everything that
 * waits gets its turn. Safe from any thread.
 */
final class Seats implements AutoCloseable {

    private final int bufferSize;
    private final long maxBytes;
    private final FileReader.Surroundings around;
    private final Permits files;
    private final Permits memory;

    /** What a seat is made of, in the order in which everyone asks for it. */
    private final List<Part> parts;

    private record Part(Permits permits, long bytes) {}

    Seats(ReadSettings settings, FileReader.Surroundings around, Timing timing) {
        int atOnce = settings.maxConcurrentOperations();
        bufferSize = settings.bufferSize();
        maxBytes = settings.maxBytesInFlight();
        this.around = around;
        files = new Permits(
                settings.name() + "-files", new PermitLimits(atOnce, maxBytes, settings.maxWaiting()), timing);
        // Two each: the buffer, and the spare or the window.
        memory = new Permits(settings.name() + "-bytes", new PermitLimits(2 * atOnce, maxBytes, atOnce), timing);
        parts = List.of(
                new Part(files, 0),
                new Part(memory, bufferSize),
                new Part(around.openFiles(), 0),
                new Part(around.reads(), bufferSize));
        around.metrics().watch(files);
        around.metrics().watch(memory);
    }

    /** A seat if one is free and nobody waits for any part of it, else null. */
    Seat trySeat() {
        List<Permit> held = new ArrayList<>(parts.size());
        for (Part part : parts) {
            Optional<Permit> permit = part.permits().tryAcquire(part.bytes());
            if (permit.isEmpty()) {
                new Seat(held).close();
                return null;
            }
            held.add(permit.get());
        }
        return new Seat(held);
    }

    /**
     * A seat when it is this request's turn; completes on the thread that gave the last part back. Cancelling leaves the
     * line; when {@code cancel} says false, the seat is there and must be given back.
     */
    CompletableFuture<Seat> seat() {
        Request request = new Request();
        request.askForNext();
        return request;
    }

    private final class Request extends CompletableFuture<Seat> {
        private final List<Permit> held = new ArrayList<>(parts.size());
        private volatile CompletableFuture<Permit> awaited;

        private void askForNext() {
            if (held.size() == parts.size()) {
                Seat seat = new Seat(held);
                if (!complete(seat)) {
                    seat.close();
                }
                return;
            }
            Part next = parts.get(held.size());
            CompletableFuture<Permit> turn = next.permits().acquire(next.bytes());
            awaited = turn;
            if (isDone()) {
                turn.cancel(false);
            }
            var unused = turn.whenComplete((permit, refusal) -> {
                if (refusal == null) {
                    held.add(permit);
                    askForNext();
                } else {
                    new Seat(held).close();
                    completeExceptionally(refusal);
                }
            });
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(false);
            CompletableFuture<Permit> turn = awaited;
            if (cancelled && turn != null) {
                turn.cancel(false);
            }
            return cancelled;
        }
    }

    /** Room for more bytes than the one buffer, if there is some now. */
    Optional<Room> extra(long bytes) {
        if (bytes > maxBytes - bufferSize) {
            return Optional.empty();
        }
        return memory.tryAcquire(bytes).flatMap(own -> {
            Optional<Room> room = around.reads().tryAcquire(bytes).map(shared -> new Room(own, shared));
            if (room.isEmpty()) {
                own.close();
            }
            return room;
        });
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
        around.metrics().unwatch(files);
        around.metrics().unwatch(memory);
    }

    /** Given back once, by the lane that read with it. */
    record Seat(List<Permit> permits) implements AutoCloseable {
        @Override
        public void close() {
            for (int i = permits.size() - 1; i >= 0; i--) {
                permits.get(i).close();
            }
        }
    }

    /** Given back once, by the thread that used it. */
    record Room(Permit own, Permit shared) implements AutoCloseable {
        @Override
        public void close() {
            shared.close();
            own.close();
        }
    }
}
