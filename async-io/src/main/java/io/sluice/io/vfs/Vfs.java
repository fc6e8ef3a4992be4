package io.sluice.io.vfs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * A file system as blocking calls, and with it the clock, the timer and the randomness of everything built on top, so
 * that a test which brings its own {@code Vfs} is deterministic.
 *
 * <p>Every call may block and runs on the calling thread; all are safe from any thread. Failures are the exceptions of
 * {@code java.nio.file} with the path in them: {@link java.nio.file.NoSuchFileException},
 * {@link java.nio.file.FileAlreadyExistsException}, {@link java.nio.file.DirectoryNotEmptyException},
 * {@link java.nio.file.AccessDeniedException} (also for a path outside the roots), and
 * {@link java.nio.file.FileSystemException} with the system's reason for the rest.
 *
 * <p>A path that is not absolute starts at the first of the {@link #roots}, in every call and in everything that is built
 * on top, and never at the working directory of the process. Only what a symbolic link says starts, as everywhere, at
 * the directory that the link is in.
 */
public interface Vfs extends AutoCloseable {

    /**
     * The directories that it ends at, one at least, absolute and without links. Neither they nor a directory that holds
     * one can be moved or removed here.
     */
    List<Path> roots();

    /** The absolute path that {@code path} stands for. Asks nothing of the file system, so links and dots stay in it. */
    default Path absolute(Path path) {
        return path.isAbsolute() ? path : roots().get(0).resolve(path);
    }

    VfsFile open(Path path, OpenMode mode) throws IOException;

    /** Opens many files for reading, one after the other, cheaper where they are in one directory. */
    default FileOpener opener() {
        return path -> open(path, OpenMode.READ);
    }

    /** Describes what is at {@code path}, following a link at its end. */
    FileStat stat(Path path) throws IOException;

    /** Describes what is at {@code path}, a link as a link. */
    FileStat statLink(Path path) throws IOException;

    /**
     * Removes a file, a link or an empty directory. The removal is durable after {@link #syncDirectory} of the
     * parent.
     */
    void delete(Path path) throws IOException;

    /** The names in a directory, in no order, without {@code .} and {@code ..}; read as the caller goes on. */
    Listing list(Path directory) throws IOException;

    void createDirectory(Path directory) throws IOException;

    /** Moves {@code from} to {@code to} and fails if the name is taken. */
    void rename(Path from, Path to) throws IOException;

    /** Moves {@code from} to {@code to} in one step, whatever file was there before. */
    void replace(Path from, Path to) throws IOException;

    /** Gives a file a second name in one step, and fails if the name is taken: the way to create a file whole. */
    void link(Path existing, Path name) throws IOException;

    /**
     * Creates a symbolic link at {@code name} that says {@code target}, which need not exist but must lie in the
     * roots.
     */
    void symlink(Path target, Path name) throws IOException;

    Path readLink(Path link) throws IOException;

    /** The absolute path with every link resolved. */
    Path canonical(Path path) throws IOException;

    boolean isReadable(Path path) throws IOException;

    boolean isWritable(Path path) throws IOException;

    boolean isExecutable(Path path) throws IOException;

    /** Makes the names created in, moved into and removed from a directory durable. */
    void syncDirectory(Path directory) throws IOException;

    DiskUsage diskUsage(Path path) throws IOException;

    /** Opens, and creates if it is missing, a file to lock. */
    VfsLockFile openLockFile(Path path) throws IOException;

    Instant now();

    /** A clock for measuring spans: nanoseconds from some fixed moment. */
    long nanoTime();

    /** Completes after {@code delay}, on a timer thread: dependants must not block. Cancelling frees the timer. */
    CompletableFuture<Void> after(Duration delay);

    RandomGenerator random();

    @Override
    void close();

    /** An open directory. One thread at a time. */
    interface Listing extends Closeable {
        /** The next entry as a path under the listed directory, or null when there is none. */
        Path next() throws IOException;
    }
}
