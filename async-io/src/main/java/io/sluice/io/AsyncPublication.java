package io.sluice.io;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * A file being written that nobody sees until it is whole. {@link #close} publishes it, {@link #discard} abandons it; after a
 * write that failed it cannot be published any more. Calls run one after another in the order they were made; stages
 * complete on I/O workers.
 */
public interface AsyncPublication {

    /** Where it will be. */
    Path target();

    /** Writes all that remains in {@code source} after what was written last. */
    CompletableFuture<Void> write(ByteBuffer source);

    /** Writes all that remains in {@code source} at {@code position}; the next sequential write goes after it. */
    CompletableFuture<Void> write(ByteBuffer source, long position);

    /**
     * Syncs the file, puts it in place in one step and syncs the directory. Once this completes, the content is at the target
     * and outlasts a crash; if it fails, the target is as it was, unless the failure is an
     * {@link io.sluice.io.publish.UncertainPublishException}.
     */
    CompletableFuture<Void> close();

    /** Removes what was written. Does nothing if the publication has ended in any way. */
    CompletableFuture<Void> discard();
}
