package io.sluice.io.read;

import io.sluice.io.vfs.FileOpener;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Many files read by few lanes. A lane is a task on an I/O worker that reads one file after the other; after a short while it
 * gives its seat back and queues up again, so that whoever waits for a seat or a worker gets a turn between two files.
 */
final class Batch<T, R> {

    /** Reads one file on this thread, which has a seat, until the batch's result is done. */
    interface FileRead<T> {
        T read(FileOpener opener, Path path, ChunkReader<T> reader, PooledBuffer buffer, CompletableFuture<?> result)
                throws IOException;
    }

    private static final long TURN_NANOS = Duration.ofMillis(2).toNanos();

    /** When the workers' queue is full: long against a task, short against a batch. */
    private static final Duration QUEUE_FULL_PAUSE = Duration.ofMillis(10);

    /** In a row, before a lane gives up: the workers are not busy but closed. */
    private static final int MOST_REFUSALS = 1000;

    private final Vfs vfs;
    private final Executor workers;
    private final Seats seats;
    private final BufferPool buffers;
    private final FileRead<T> fileRead;
    private final BatchFiles<T, R> files;
    private final Function<? super Path, ? extends ChunkReader<T>> readers;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private final AtomicInteger lanes = new AtomicInteger();

    Batch(
            Vfs vfs,
            Executor workers,
            Seats seats,
            BufferPool buffers,
            FileRead<T> fileRead,
            BatchFiles<T, R> files,
            Function<? super Path, ? extends ChunkReader<T>> readers) {
        this.vfs = vfs;
        this.workers = workers;
        this.seats = seats;
        this.buffers = buffers;
        this.fileRead = fileRead;
        this.files = files;
        this.readers = readers;
    }

    CompletableFuture<R> start(int laneCount) {
        lanes.set(laneCount);
        for (int i = 0; i < laneCount; i++) {
            queue(null, 0);
        }
        return result;
    }

    /** Queues the lane's next turn, with the seat it has or none. */
    private void queue(Seats.Seat seat, int refusals) {
        try {
            workers.execute(() -> turn(seat));
        } catch (RejectedExecutionException e) {
            if (seat != null) {
                seat.close();
            }
            if (refusals == MOST_REFUSALS) {
                laneEnds(e);
                return;
            }
            var unused = vfs.after(QUEUE_FULL_PAUSE).whenComplete((nothing, error) -> {
                if (error == null && !result.isDone()) {
                    queue(null, refusals + 1);
                } else {
                    laneEnds(error);
                }
            });
        }
    }

    private void turn(Seats.Seat given) {
        Seats.Seat seat = given == null ? seats.trySeat() : given;
        if (seat == null) {
            var unused = seats.seat().whenComplete((waited, refusal) -> {
                if (refusal == null) {
                    queue(waited, 0);
                } else {
                    laneEnds(refusal);
                }
            });
            return;
        }
        boolean more;
        try (seat;
                FileOpener opener = vfs.opener()) {
            PooledBuffer buffer = buffers.lease();
            try {
                more = readForAWhile(opener, buffer);
            } finally {
                buffers.giveBack(buffer);
            }
        } catch (Throwable e) {
            // No file's own error, which is in its outcome, but one of those who name the files or take the outcomes.
            laneEnds(e);
            return;
        }
        if (more) {
            queue(null, 0);
        } else {
            laneEnds(null);
        }
    }

    /** Returns whether there may be more to read. */
    private boolean readForAWhile(FileOpener opener, PooledBuffer buffer) {
        long start = vfs.nanoTime();
        do {
            if (result.isDone()) {
                return false;
            }
            BatchFiles.Entry entry = files.next();
            if (entry == null) {
                return false;
            }
            FileOutcome<T> outcome = read(opener, entry.path(), buffer);
            if (!result.isDone()) {
                files.done(entry, outcome);
            }
        } while (vfs.nanoTime() - start < TURN_NANOS);
        return true;
    }

    private FileOutcome<T> read(FileOpener opener, Path path, PooledBuffer buffer) {
        try {
            return FileOutcome.of(path, fileRead.read(opener, path, readers.apply(path), buffer, result));
        } catch (Exception | Error e) {
            // Whatever it is, it is this file's; the next one is read all the same.
            return FileOutcome.failed(path, e);
        }
    }

    private void laneEnds(Throwable failure) {
        if (failure != null) {
            result.completeExceptionally(failure);
        }
        if (lanes.decrementAndGet() == 0 && !result.isDone()) {
            result.complete(files.result());
        }
    }
}
