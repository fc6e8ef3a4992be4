package io.sluice.io;

import io.sluice.io.flow.IoMetrics;
import io.sluice.io.publish.PublishOptions;
import io.sluice.io.read.FileReader;
import io.sluice.io.read.ReadSettings;
import io.sluice.io.text.Line;
import io.sluice.io.tree.LinkPolicy;
import io.sluice.io.tree.TreeEntry;
import io.sluice.io.vfs.DiskUsage;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.AccessMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A file system that never blocks its caller: every call takes its turn within the limits of
 * {@link FileSystemSettings}, runs on one of the I/O workers {@code sluice-<name>-io-<n>}, and completes its stage there; one
 * that is refused, cancelled or timed out is completed by whoever does that. What is derived from a stage without an
 * executor runs on that thread too and must not block. Streams call their subscribers on the CPU workers
 * {@code sluice-<name>-cpu-<n>}, one signal after another; a subscriber must not block either.
 *
 * <p>Paths are jailed in the roots of the {@link Vfs} underneath; failures are its exceptions, with the path in them, and
 * complete the stage. Cancelling a stage wins only before the operation has begun, see {@link AsyncFile}. Reading operations
 * that fail in a way that can pass are tried again; what changes something is tried again only where the system said that
 * it did nothing, and a sync never.
 *
 * <p>Small by intent: no permissions, no attributes to set, no watching. Events can be lost, so who follows a file looks
 * at it again.
 */
public interface AsyncFileSystem extends AutoCloseable {

    /** A file system over {@code vfs}, which it does not close. */
    static AsyncFileSystem over(Vfs vfs, FileSystemSettings settings) {
        return new VfsFileSystem(vfs, settings);
    }

    // Files and their content.

    /** Opens a file; waits while {@link FileSystemSettings#maxOpenFiles()} are open. */
    CompletableFuture<AsyncFile> open(Path path, OpenMode mode);

    /** The whole content, within {@link FileSystemSettings#maxReadAllBytes()}. */
    CompletableFuture<byte[]> readAll(Path path);

    /**
     * Reads whole files at full speed, one or many, on this file system's workers and within its limits: each file that is
     * open counts against {@link FileSystemSettings#maxOpenFiles()}, its buffers against
     * {@link FileSystemSettings#maxReadBytes()}, what it reads against the read rate. Failures that can pass are tried again
     * as everywhere here; {@link FileSystemSettings#operationLimit()} is not for it.
     *
     * @param settings further limits of this reader's own; readers open at the same time need different names
     * @return to be closed by the caller, who may also leave that to the closing of the file system
     */
    FileReader reader(ReadSettings settings);

    /** The content as buffers that belong to the subscriber; each subscription opens the file, and closes it at its end. */
    Flow.Publisher<ByteBuffer> chunks(Path path, int chunkBytes);

    /** The lines; each subscription opens the file, and closes it at its end. */
    Flow.Publisher<Line> lines(Path path, Charset charset);

    // What is there.

    CompletableFuture<FileStat> stat(Path path);

    /** As {@link #stat}, but describes a link itself. */
    CompletableFuture<FileStat> statLink(Path path);

    /** False also for a link that points nowhere; fails for a path outside the roots. */
    CompletableFuture<Boolean> exists(Path path);

    CompletableFuture<Boolean> isFile(Path path);

    CompletableFuture<Boolean> isDirectory(Path path);

    CompletableFuture<Boolean> isLink(Path path);

    /** Whether two existing paths lead to one file. */
    CompletableFuture<Boolean> sameFile(Path one, Path other);

    /** Whether this process may do all of these, or none in particular; false if nothing is there. */
    CompletableFuture<Boolean> access(Path path, AccessMode... modes);

    CompletableFuture<Path> canonical(Path path);

    CompletableFuture<Path> readLink(Path link);

    CompletableFuture<DiskUsage> diskUsage(Path path);

    /** The entries of a directory, in no order, read as they are asked for. */
    Flow.Publisher<Path> list(Path directory);

    /**
     * All below a directory, depth first, read as it is asked for; what cannot be read is an entry with its failure. Counts
     * as one open file and has one directory open for each level it is inside of.
     */
    Flow.Publisher<TreeEntry> walk(Path directory, int maxDepth, LinkPolicy links);

    // Names.

    /** Removes a file or a link, durably: the directory is synced too. */
    CompletableFuture<Void> delete(Path path);

    /** Not durable by itself, as {@link #rename}, {@link #replace}, {@link #link} and {@link #symlink} are not. */
    CompletableFuture<Void> makeDirectory(Path directory);

    /** Makes a directory and those above it that are missing, durably. */
    CompletableFuture<Void> makeDirectories(Path directory);

    /** Removes an empty directory, durably. */
    CompletableFuture<Void> removeDirectory(Path directory);

    /** Removes a directory with all that is in it, and follows no link out of it. */
    CompletableFuture<Void> removeTree(Path directory);

    /** Moves, and fails if the name is taken. */
    CompletableFuture<Void> rename(Path from, Path to);

    /** Moves in one step, whatever file was there before. */
    CompletableFuture<Void> replace(Path from, Path to);

    /** Gives a file a second name, and fails if the name is taken. */
    CompletableFuture<Void> link(Path existing, Path name);

    CompletableFuture<Void> symlink(Path target, Path name);

    /**
     * Copies a file so that nobody sees a part of it at {@code to}; fails if the name is taken. Returns the bytes. Counts as
     * one open file and has two.
     */
    CompletableFuture<Long> copy(Path from, Path to);

    /**
     * Writes a file so that its content is at {@code target} whole and durable, or not at all: {@code writer} writes to a
     * hidden file beside it, which is synced and moved into place once the writer's stage completes, and discarded if that
     * fails. The stage completes with what the writer's did.
     */
    <T> CompletableFuture<T> publish(
            Path target,
            PublishOptions options,
            Function<? super AsyncPublication, ? extends CompletionStage<T>> writer);

    /** As {@link #publish}, for writing that goes on for longer than a function. */
    CompletableFuture<AsyncPublication> openPublication(Path target, PublishOptions options);

    /**
     * Removes the drafts in a directory that a killed predecessor of the same {@link FileSystemSettings#owner()} left, and
     * returns how many.
     */
    CompletableFuture<Integer> sweepPublications(Path directory);

    // For a while.

    /** A file that is removed when it is closed. Its name begins and ends as said. */
    CompletableFuture<AsyncFile> openTemporary(Path directory, String prefix, String suffix);

    /** A file without a name, gone when it is closed or this process dies. */
    CompletableFuture<AsyncFile> openUnnamed(Path directory);

    /** A file held in memory until it grows past {@code memoryBytes}, then without a name in {@code directory}. */
    CompletableFuture<AsyncFile> openSpooled(Path directory, int memoryBytes);

    /** A directory that is removed with all that is in it when it is closed. */
    CompletableFuture<AsyncTemporaryDirectory> makeTemporaryDirectory(Path parent, String prefix);

    // Between threads and processes.

    /** Opens, and creates if it is missing, a file to lock; nothing is locked yet. */
    CompletableFuture<AsyncLock> openLock(Path lockFile);

    // Time, chance and limits.

    Instant now();

    /** Completes after {@code time}, on the timer's thread. Cancelling frees the timer. */
    CompletableFuture<Void> sleep(Duration time);

    RandomGenerator random();

    /** The limits, which may be changed while running, and what waits for them. */
    FlowControl flow();

    IoMetrics metrics();

    /** The same calls for callers that wait, each for at most {@code timeout}. */
    BlockingFileSystem blocking(Duration timeout);

    /**
     * Refuses what comes and what waits, lets running operations end, and closes all that is still open: files, listings,
     * publications (abandoned), locks and temporary directories. Blocks until that is done, for at most
     * {@link io.sluice.io.flow.WorkerPool#GRACE} in all; what still runs then is in the log, and goes on.
     */
    @Override
    void close();
}
