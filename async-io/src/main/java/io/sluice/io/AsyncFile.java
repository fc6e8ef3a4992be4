package io.sluice.io;

import io.sluice.io.text.Line;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * One open file, used without blocking the caller. Safe from any thread.
 *
 * <p>Every stage completes on one of the file system's I/O workers, or on the thread that refuses it, and so do stages
 * derived from it without an executor: they must not block. The streams, {@link #chunks} and {@link #lines}, call their
 * subscribers on its CPU workers instead. Positional calls run side by side. Sequential calls share one cursor and run one
 * after another in the order they were made, each from where the one before it stopped; one that fails leaves the cursor
 * where it was.
 *
 * <p><b>Cancelling.</b> {@code cancel} on a returned stage wins only while the operation has not begun: then nothing
 * happens and nothing was held. Once it runs, {@code cancel} answers false and the operation completes, so a buffer given
 * to it is never written behind its owner's back. A stage timed out by its caller ({@code orTimeout}) is over for the caller
 * only: the operation goes on, and a buffer given to it is its until {@link #close()} has completed.
 *
 * <p><b>Closing.</b> {@link #close()} lets running operations end before the file is closed under them. Operations asked
 * for later fail with {@link java.nio.channels.ClosedChannelException}'s kind of error, naming the file. What is open is
 * counted against {@link FileSystemSettings#maxOpenFiles()}.
 */
public interface AsyncFile {

    Path path();

    /** Reads into {@code target} from {@code position} until it is full or the file ends; -1 if at the end already. */
    CompletableFuture<Integer> read(ByteBuffer target, long position);

    /** Reads into {@code target} from the cursor until it is full or the file ends; -1 if at the end already. */
    CompletableFuture<Integer> read(ByteBuffer target);

    /** Reads up to {@code bytes} from the cursor; shorter at the end of the file, and empty there. */
    CompletableFuture<byte[]> read(int bytes);

    /**
     * Reads from the cursor to the end. Refused if that is more than {@link FileSystemSettings#maxReadAllBytes()}: use
     * {@link #chunks} for files of any size.
     */
    CompletableFuture<byte[]> readAll();

    /** Writes all that remains in {@code source} at {@code position}. */
    CompletableFuture<Void> write(ByteBuffer source, long position);

    /** Writes all that remains in {@code source} at the cursor. */
    CompletableFuture<Void> write(ByteBuffer source);

    /** Moves the cursor to {@code position}, which may lie past the end; returns it. */
    CompletableFuture<Long> seek(long position);

    /** Moves the cursor to the end; returns where that is. */
    CompletableFuture<Long> seekToEnd();

    /** Where the cursor stands once the sequential calls made so far have run. */
    CompletableFuture<Long> tell();

    /** Cuts or extends the file; the cursor stays where it is. */
    CompletableFuture<Void> truncate(long bytes);

    /**
     * Completes when every write asked for before is in the operating system's hands. It survives a crash of this process,
     * not of the machine.
     */
    CompletableFuture<Void> flush();

    /**
     * Completes when every write that completed before is on the disk. Never tried again after a failure: what the disk
     * holds then is unknown, and the file must be written anew.
     */
    CompletableFuture<Void> sync(SyncScope scope);

    CompletableFuture<Long> size();

    /** The file as text, sharing the cursor. */
    AsyncText text(Charset charset);

    /**
     * The bytes from {@code position} to the end as buffers of at most {@code chunkBytes}, each owned by the subscriber.
     * A chunk is read when there is demand for it. Every subscriber reads for itself.
     */
    Flow.Publisher<ByteBuffer> chunks(long position, int chunkBytes);

    /** The lines from {@code position} to the end, in memory bounded by the longest line allowed. */
    Flow.Publisher<Line> lines(long position, Charset charset);

    /** Waits for the operations under way, then closes. Closing again returns the same outcome. */
    CompletableFuture<Void> close();

    /** What {@link #sync} makes durable. */
    enum SyncScope {
        /** The content and the size. */
        DATA,
        /** The content and everything else about the file, times and permissions too. */
        DATA_AND_METADATA
    }
}
