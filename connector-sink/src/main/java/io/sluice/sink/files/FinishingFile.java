package io.sluice.sink.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file that a thread of the pool for files finishes, or has finished. Whoever has to wait for one that no thread has come to yet
 * does it instead.
 */
final class FinishingFile {
    /** What finishing a file is. */
    private interface End {
        void come() throws IOException;
    }

    private final GrowingFile file;
    private final Runnable released;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();

    private FinishingFile(GrowingFile file, Runnable released) {
        this.file = file;
        this.released = released;
    }

    /** @param released called when what the file held in memory is free */
    static FinishingFile start(GrowingFile file, Executor pool, Runnable released) {
        FinishingFile finishing = new FinishingFile(file, released);
        try {
            pool.execute(() -> finishing.endBy(file::finish));
        } catch (RejectedExecutionException closed) {
            finishing.endBy(() -> {
                throw new IOException("closed before a file could be finished", closed);
            });
        }
        return finishing;
    }

    /** Unless it has another end already. */
    private void endBy(End end) {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        Throwable failure = null;
        try {
            end.come();
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
        endBy(file::finish);
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

    /** Waits until no thread works on it, nor ever will, whatever came of it. */
    void awaitQuiet() throws InterruptedIOException {
        endBy(() -> {
            throw new IOException("discarded before it was finished");
        });
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
