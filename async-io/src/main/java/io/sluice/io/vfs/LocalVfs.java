package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
 * rights of this process. Where the system has no handles, this goes for all calls. And whoever puts a pipe in the place
 * of a file in such a moment makes the open wait for the pipe's other end.
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

    private final LocalPaths paths;
    private final LocalOpener opener;
    private final LocalView view;
    private final LocalNames names;
    private final LocalTimers timers = new LocalTimers();
    private final SecureRandom random = new SecureRandom();
    private volatile boolean closed;

    private LocalVfs(LocalPaths paths) {
        this.paths = paths;
        this.opener = new LocalOpener(paths);
        this.view = new LocalView(paths);
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
        return new LocalFileOpener(paths, opener, this::checkOpen);
    }

    // ---- what is there

    @Override
    public FileStat stat(Path path) throws IOException {
        checkOpen();
        return view.stat(path);
    }

    @Override
    public FileStat statLink(Path path) throws IOException {
        checkOpen();
        return view.statLink(path);
    }

    @Override
    public Listing list(Path directory) throws IOException {
        checkOpen();
        return view.list(directory);
    }

    @Override
    public Path readLink(Path link) throws IOException {
        checkOpen();
        return view.readLink(link);
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
        names.sync(directory);
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
}
