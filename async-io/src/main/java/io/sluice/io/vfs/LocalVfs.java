package io.sluice.io.vfs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.SyncFailedException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * The file system of this machine, below one or more root directories and nowhere else. Relative paths start at the
 * first root; links, {@code ..} and absolute paths are followed as far as they stay inside a root.
 *
 * <p>Safe from any thread; every call runs on the calling thread. The one thread of its own, {@code sluice-timer},
 * completes what {@link #after} returns.
 *
 * <p><b>The jail.</b> A root stays the directory that it was when it was opened: one that is removed or replaced is
 * refused with an {@link AccessDeniedException} that says so, until it is back or the file system is opened again.
 * {@link RootJail} says what is inside, {@link VerifiedDirectories} how a directory is known to
 * be. On systems with handles on directories (Linux), calls that open, create, cut, remove or replace files, and that
 * list, go through a handle on the directory that was checked: nothing that happens to the path in between leads them
 * outside. The JDK has no such calls for {@code stat}, {@code createDirectory}, {@code rename}, {@code link}, {@code
 * symlink}, {@code readLink}, {@code syncDirectory}, lock files and the access questions; there the directory is
 * checked right before, and after where that still helps. In these, who may write in the roots and swaps a directory
 * for a link to the outside within the microseconds between check and call has that one call act outside, with the
 * rights of this process. Where the system has no handles, this goes for all calls.
 *
 * <p><b>Moves.</b> {@link #replace} is one step. {@link #rename} of a file is a hard link followed by the removal of
 * the old name: it cannot overwrite, and a crash in between leaves both names. Directories, links, and files on a file
 * system without hard links are moved in one step after a look that found the new name free: someone who takes the
 * name in that moment loses it.
 *
 * <p>Up to 32 directories that files were opened in last are kept open, with two descriptors each, until
 * {@link #close}.
 *
 * <p>A thread that is interrupted is turned away before it reaches a channel (see {@link LocalFile}).
 */
public final class LocalVfs implements Vfs {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    /** How often a call starts over when what it found was swapped for a link. */
    private static final int ATTEMPTS = 8;

    private final LocalPaths paths;
    private final LocalOpener opener;
    private final LocalNames names;
    private final LocalTimers timers = new LocalTimers();
    private final SecureRandom random = new SecureRandom();
    private volatile boolean closed;

    private LocalVfs(LocalPaths paths) {
        this.paths = paths;
        this.opener = new LocalOpener(paths);
        this.names = new LocalNames(paths);
    }

    /**
     * Opens a file system that ends at the given directories.
     *
     * @param roots directories that exist; links on the way to them are followed now, once
     * @throws NotDirectoryException if one is not a directory
     */
    public static LocalVfs rootedAt(Path... roots) throws IOException {
        List<Path> given = new ArrayList<>();
        List<Path> real = new ArrayList<>();
        for (Path root : roots) {
            Path resolved = root.toRealPath();
            if (!Files.isDirectory(resolved)) {
                throw new NotDirectoryException(root.toString());
            }
            given.add(root.toAbsolutePath());
            real.add(resolved);
        }
        return new LocalVfs(new LocalPaths(given, real));
    }

    @Override
    public List<Path> roots() {
        return paths.roots();
    }

    // ---- files

    @Override
    public VfsFile open(Path path, OpenMode mode) throws IOException {
        checkOpen();
        return opener.open(path, mode);
    }

    @Override
    public FileOpener opener() {
        checkOpen();
        return new LocalFileOpener(paths, opener);
    }

    // ---- what is there

    @Override
    public FileStat stat(Path path) throws IOException {
        checkOpen();
        LocalPaths.Spot spot = paths.entry(path);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FileStat stat = statAt(spot);
            if (!stat.isLink()) {
                return stat;
            }
            spot = paths.target(path);
        }
        throw changing(path);
    }

    @Override
    public FileStat statLink(Path path) throws IOException {
        checkOpen();
        return statAt(paths.entry(path));
    }

    private FileStat statAt(LocalPaths.Spot spot) throws IOException {
        try {
            FileStat stat = LocalStat.of(spot.path());
            if (!spot.isStillThere()) {
                throw paths.denied(spot.asked());
            }
            return stat;
        } catch (IOException e) {
            throw LocalErrors.named(e, spot.asked());
        }
    }

    @Override
    public Listing list(Path directory) throws IOException {
        checkOpen();
        VerifiedDirectory verified = paths.directory(directory);
        DirectoryStream<Path> stream = DirectoryHandle.list(verified.real());
        try {
            Object key = DirectoryHandle.keyOf(stream);
            if (key == null ? !paths.isStillAt(directory, verified) : !key.equals(verified.key())) {
                throw paths.denied(directory);
            }
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
        return new LocalListing(directory, stream);
    }

    @Override
    public Path readLink(Path link) throws IOException {
        checkOpen();
        LocalPaths.Spot spot = paths.entry(link);
        try {
            return Files.readSymbolicLink(spot.path());
        } catch (IOException e) {
            throw LocalErrors.named(e, link);
        }
    }

    @Override
    public Path canonical(Path path) throws IOException {
        checkOpen();
        return paths.existing(path);
    }

    @Override
    public boolean isReadable(Path path) throws IOException {
        checkOpen();
        Path real = paths.orNull(path);
        return real != null && Files.isReadable(real);
    }

    @Override
    public boolean isWritable(Path path) throws IOException {
        checkOpen();
        Path real = paths.orNull(path);
        return real != null && Files.isWritable(real);
    }

    @Override
    public boolean isExecutable(Path path) throws IOException {
        checkOpen();
        Path real = paths.orNull(path);
        return real != null && Files.isExecutable(real);
    }

    @Override
    public DiskUsage diskUsage(Path path) throws IOException {
        checkOpen();
        return FileStores.usage(Files.getFileStore(paths.existing(path)));
    }

    // ---- names

    @Override
    public void delete(Path path) throws IOException {
        checkOpen();
        names.delete(path);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        checkOpen();
        names.createDirectory(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        checkOpen();
        names.rename(from, to);
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        checkOpen();
        names.replace(from, to);
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        checkOpen();
        names.link(existing, name);
    }

    @Override
    public void symlink(Path target, Path name) throws IOException {
        checkOpen();
        names.symlink(target, name);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        checkOpen();
        VerifiedDirectory verified = paths.directory(directory);
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException(directory + ": sync refused, as the thread is interrupted");
        }
        try (FileChannel channel = FileChannel.open(verified.real(), READ)) {
            if (!paths.isStillAt(directory, verified)) {
                throw paths.denied(directory);
            }
            LocalFile.sync(channel, true, directory, "sync of the directory");
        } catch (SyncFailedException | AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            throw LocalErrors.failed(directory, "sync of the directory", e);
        }
    }

    @Override
    public VfsLockFile openLockFile(Path path) throws IOException {
        checkOpen();
        return LockFileRegistry.ofThisProcess().open(path, () -> paths.target(path), spot -> {
            VfsFile created = opener.create(spot, OpenMode.EDIT);
            if (created != null) {
                created.close();
            }
        });
    }

    // ---- time and chance

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public CompletableFuture<Void> after(Duration delay) {
        checkOpen();
        return timers.after(delay);
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    /** Cancels the timers and refuses later calls. Files that are open stay open until their owners close them. */
    @Override
    public void close() {
        closed = true;
        timers.close();
        opener.close();
    }

    private void checkOpen() {
        if (closed) {
            throw new ClosedFileSystemException();
        }
    }

    private static FileSystemException changing(Path path) {
        return new FileSystemException(
                path.toString(), null, "what is at the path changed " + ATTEMPTS + " times while it was looked at");
    }
}
