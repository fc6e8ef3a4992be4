package io.sluice.io.read;

import io.sluice.io.vfs.FileOpener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Many files, or one, read by few lanes. A lane reads one file after the other on an I/O worker; after a short while it gives
 * its seat back and queues up again, so that whoever waits for a seat or a worker gets a turn.
 */
final class Batch<T, R> {

    private static final long TURN_NANOS = Duration.ofMillis(2).toNanos();

    private final OneRead.Shared shared;
    private final ReadStrategy strategy;
    private final BatchFiles<T, R> files;
    private final Function<? super Path, ? extends ChunkReader<T>> readers;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private final AtomicInteger lanes = new AtomicInteger();

    Batch(
            OneRead.Shared shared,
            ReadStrategy strategy,
            BatchFiles<T, R> files,
            Function<? super Path, ? extends ChunkReader<T>> readers) {
        this.shared = shared;
        this.strategy = strategy;
        this.files = files;
        this.readers = readers;
    }

    CompletableFuture<R> start(int laneCount) {
        lanes.set(laneCount);
        for (int i = 0; i < laneCount; i++) {
            Lane lane = new Lane();
            lane.takeSeat();
            if (!result.isDone()) {
                var unused = result.whenComplete((done, failure) -> lane.waitNoLonger());
            }
        }
        return result;
    }

    /**
     * Whatever waits for a worker has a seat, and with it a permit that the workers' queue has room for. Its fields belong to
     * the thread it runs on; between two of them the queue or a wait hands them on.
     */
    private final class Lane implements Runnable {
        private Seats.Seat seat;
        private PooledBuffer buffer;
        private BatchFiles.Entry entry;
        private OneRead<T> reading;
        private boolean atEnd;

        private final Answers answers = new Answers(shared.around().resilience());

        private volatile CompletableFuture<?> awaited;

        private void takeSeat() {
            Seats.Seat free = shared.seats().trySeat();
            if (free != null) {
                seat = free;
                queue();
                return;
            }
            await(shared.seats().seat(), (taken, refusal) -> {
                if (refusal == null) {
                    seat = taken;
                    queue();
                } else {
                    end(refusal);
                }
            });
        }

        private <V> void await(CompletableFuture<V> turn, BiConsumer<V, Throwable> then) {
            awaited = turn;
            if (result.isDone()) {
                turn.cancel(false);
            }
            var unused = turn.whenComplete(then);
        }

        /** The batch is over. */
        private void waitNoLonger() {
            CompletableFuture<?> turn = awaited;
            if (turn != null) {
                turn.cancel(false);
            }
        }

        private void queue() {
            try {
                shared.around().workers().execute(this);
            } catch (RejectedExecutionException e) {
                // The workers are closed. What is open must not stay so: better to block this thread.
                leave(e);
            }
        }

        @Override
        public void run() {
            CompletableFuture<Void> pause;
            try (FileOpener opener = shared.vfs().opener()) {
                if (buffer == null) {
                    buffer = shared.buffers().lease();
                }
                pause = readForAWhile(opener);
            } catch (Throwable e) {
                // No file's own error, which is in its outcome, but one of those who name the files or take the
                // outcomes.
                leave(e);
                return;
            }
            answers.tell();
            if (pause != null) {
                await(pause, (done, refusal) -> {
                    if (refusal != null) {
                        reading.refused(refusal);
                    }
                    queue();
                });
            } else if (atEnd) {
                leave(null);
            } else {
                giveBack();
                takeSeat();
            }
        }

        /** Returns what the file being read waits for, or null when the turn is over between two files. */
        private CompletableFuture<Void> readForAWhile(FileOpener opener) {
            long start = shared.vfs().nanoTime();
            do {
                if (reading == null && !begin()) {
                    atEnd = true;
                    return null;
                }
                if (reading != null) {
                    CompletableFuture<Void> pause = reading.proceed(opener, buffer, start + TURN_NANOS);
                    if (pause != null) {
                        return pause;
                    }
                    FileOutcome<T> outcome = reading.outcome();
                    reading = null;
                    done(outcome);
                }
            } while (shared.vfs().nanoTime() - start < TURN_NANOS);
            return null;
        }

        /** Begins the next file, or notes that it cannot be begun; returns false if there is none. */
        private boolean begin() {
            entry = result.isDone() ? null : files.next();
            if (entry == null) {
                return false;
            }
            Path path = entry.path();
            try {
                reading = new OneRead<>(shared, path, strategy, readers.apply(path), result, answers);
            } catch (Exception | Error e) {
                // Whatever it is, it is this file's; the next one is read all the same.
                done(FileOutcome.failed(path, e));
            }
            return true;
        }

        private void done(FileOutcome<T> outcome) {
            if (!result.isDone()) {
                files.done(entry, outcome);
            }
        }

        private void giveBack() {
            if (buffer != null) {
                shared.buffers().giveBack(buffer);
                buffer = null;
            }
            seat.close();
            seat = null;
        }

        private void leave(Throwable failure) {
            Throwable reason = failure;
            if (reading != null) {
                reason = reading.abandon(failure);
                reading = null;
            }
            giveBack();
            end(reason);
        }

        private void end(Throwable failure) {
            if (failure != null) {
                result.completeExceptionally(failure);
            }
            if (lanes.decrementAndGet() == 0 && !result.isDone()) {
                files.end(result);
            }
        }
    }
}
