package io.sluice.io.read;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The read of one buffer, offered to the other workers and done by whoever gets to it first: if none has begun when the
 * bytes are needed, the needing thread reads them itself. So it waits only for a read that is running, and workers that all
 * wait for one another cannot be.
 */
final class ReadAhead {

    private final PooledBuffer buffer;
    private final FutureTask<Done> task;

    ReadAhead(PooledBuffer buffer, Callable<Done> read) {
        this.buffer = buffer;
        this.task = new FutureTask<>(read);
    }

    /** What the workers may run; running it a second time does nothing. */
    Runnable task() {
        return task;
    }

    PooledBuffer buffer() {
        return buffer;
    }

    /** Ends the read, if need be by doing it, and returns what it read. */
    Done finish() throws IOException {
        try {
            return end();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException("reading ahead failed", e.getCause());
        }
    }

    /** Returns once nobody reads into the buffer, nor will; what came of it is of no interest any more. */
    void letEnd() {
        try {
            end();
        } catch (ExecutionException | CancellationException e) {
            // The file's reading has failed already, which is why its bytes are not wanted.
        }
    }

    private Done end() throws ExecutionException {
        task.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    // The buffer belongs to the running read until that is over: there is no leaving early.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What one read came to: the bytes, how long it took, and whether another thread did it. */
    record Done(int bytes, long nanos, boolean ahead) {}
}
