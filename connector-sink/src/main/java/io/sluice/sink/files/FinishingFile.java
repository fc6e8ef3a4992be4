package io.sluice.sink.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** A file that a thread of the pool for files finishes, or has finished. */
final class FinishingFile {
    private final GrowingFile file;
    private final CompletableFuture<Void> finished = new CompletableFuture<>();

    private FinishingFile(GrowingFile file) {
        this.file = file;
    }

    /** @param released called when what the file held in memory is free */
    static FinishingFile start(GrowingFile file, Executor pool, Runnable released) {
        FinishingFile finishing = new FinishingFile(file);
        try {
            pool.execute(() -> finishing.finish(released));
        } catch (RejectedExecutionException closed) {
            released.run();
            finishing.finished.completeExceptionally(new IOException("closed before a file could be finished", closed));
        }
        return finishing;
    }

    private void finish(Runnable released) {
        Throwable failure = null;
        try {
            file.finish();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
        try {
            // Before anybody goes on who waited for the end, and counts again.
            released.run();
        } finally {
            if (failure == null) {
                finished.complete(null);
            } else {
                finished.completeExceptionally(failure);
            }
        }
    }

    GrowingFile file() {
        return file;
    }

    /** Completes at the end, whatever comes of it. */
    CompletableFuture<Void> ended() {
        return finished.handle((done, failure) -> null);
    }

    /** Waits for the end. Throws what finishing threw. */
    void await() throws IOException {
        try {
            finished.get();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a file was finished");
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("a file could not be finished", failure.getCause());
        }
    }

    /** Waits until no thread works on it, whatever came of it. */
    void awaitQuiet() throws InterruptedIOException {
        try {
            ended().get();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a file was finished");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
