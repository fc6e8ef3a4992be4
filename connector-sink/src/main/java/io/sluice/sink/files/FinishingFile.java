package io.sluice.sink.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

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
        pool.execute(() -> {
            Throwable failure = null;
            try {
                file.finish();
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            }
            // Before anybody goes on who waited for the end, and counts again.
            released.run();
            if (failure == null) {
                finishing.finished.complete(null);
            } else {
                finishing.finished.completeExceptionally(failure);
            }
        });
        return finishing;
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
