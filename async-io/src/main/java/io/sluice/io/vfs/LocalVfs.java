package io.sluice.io.vfs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * The file system of this machine, below one or more root directories and nowhere else. Relative paths start at the first
 * root; links, {@code ..} and absolute paths are followed as far as they stay inside a root.
 *
 * <p>Safe from any thread; every call runs on the calling thread. The one thread of its own, {@code sluice-timer}, completes
 * what {@link #after} returns.
 *
 * <p><b>The jail.</b> {@link RootJail} says what is inside, {@link VerifiedDirectories} why one {@code stat} is enough to know
 * it again. On systems with handles on directories (Linux), calls that create, cut or remove files, that replace, and that list
 * go through a handle on the directory that was checked, so nothing that happens to the path in between leads them outside.
 * Opening an existing file for reading or updating goes by path, checks the directory before and after, and follows no link at the end; so do
 * {@code stat}, {@code createDirectory}, {@code rename}, {@code link} and {@code symlink}, without a second check for those
 * that are done by then. In these, who may write in the roots and swaps a directory for a link to the outside within the
 * microseconds between check and call has that one call act outside, with the rights of this process.
 *
 * <p><b>Moves.</b> {@link #replace} is one step. {@link #rename} of a file is a hard link followed by the removal of the old name:
 * it cannot overwrite, and a crash in between leaves both names. Directories, links, and files on a file system without hard
 * links are moved in one step after a look that found the new name free: someone who takes the name in that moment loses it.
 *
 * <p>A thread that is interrupted is turned away before it reaches a channel (see {@link LocalFile}).
 */
public final class LocalVfs implements Vfs {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> UPDATE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CREATE_NEW = Set.of(
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW,
            LinkOption.NOFOLLOW_LINKS);

    /** How often a call starts over when the file it found was swapped before it was opened. */
    private static final int ATTEMPTS = 8;

    private final LocalPaths paths;
    private final FileStores stores = new FileStores();
    private final LocalTimers timers = new LocalTimers();
    private final SecureRandom random = new SecureRandom();
    private volatile boolean closed;

    private LocalVfs(LocalPaths paths) {
        this.paths = paths;
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

    // ---- files

    @Override
    public VfsFile open(Path path, OpenMode mode) throws IOException {
        checkOpen();
        LocalPaths.Spot spot = paths.entry(path);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            BasicFileAttributes found = LocalPaths.look(spot);
            if (found != null && mode == OpenMode.CREATE_NEW) {
                throw new FileAlreadyExistsException(path.toString());
            }
            if (found != null && found.isSymbolicLink()) {
                spot = paths.target(path);
                continue;
            }
            if (found == null && (mode == OpenMode.READ || mode == OpenMode.UPDATE)) {
                throw missing(spot);
            }
            if (found != null && !found.isRegularFile()) {
                throw new FileSystemException(
                        path.toString(), null, found.isDirectory() ? "Is a directory" : "Not a regular file");
            }
            VfsFile file = found == null ? create(spot, mode) : openExisting(spot, mode);
            if (file != null) {
                return file;
            }
        }
        throw changing(path);
    }

    /** Opens the regular file that was just seen; returns null when it is not there any more. */
    private VfsFile openExisting(LocalPaths.Spot spot, OpenMode mode) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(spot.path(), mode.writes() ? UPDATE : READ);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            if (LocalErrors.isLink(e)) {
                return null;
            }
            throw LocalErrors.named(e, spot.asked());
        }
        LocalFile file = new LocalFile(spot.asked(), spot.directory(), stores, channel);
        try {
            if (!spot.isStillThere()) {
                throw paths.denied(spot.asked());
            }
            if (mode == OpenMode.TRUNCATE) {
                // Only now: what is at the path may be cut after it was found to be inside, not before.
                file.truncate(0);
            }
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        return file;
    }

    /** Creates the file; returns null when someone else did, unless it had to be new. */
    private VfsFile create(LocalPaths.Spot spot, OpenMode mode) throws IOException {
        try (DirectoryHandle handle = handleOn(spot.parent(), spot.directory(), spot.asked())) {
            FileChannel channel = handle == null
                    ? FileChannel.open(spot.path(), CREATE_NEW)
                    : handle.openFile(spot.name(), CREATE_NEW);
            return new LocalFile(spot.asked(), spot.directory(), stores, channel);
        } catch (FileAlreadyExistsException e) {
            if (mode != OpenMode.CREATE_NEW) {
                return null;
            }
            throw LocalErrors.named(e, spot.asked());
        } catch (IOException e) {
            throw LocalErrors.named(e, spot.asked());
        }
    }

    /** A handle on a checked directory, or null where there are none. */
    private DirectoryHandle handleOn(Path path, VerifiedDirectory directory, Path asked) throws IOException {
        DirectoryHandle handle = DirectoryHandle.open(path);
        if (handle != null && !handle.key().equals(directory.key())) {
            handle.close();
            throw paths.denied(asked);
        }
        return handle;
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
        remove(paths.changeableEntry(path));
    }

    private void remove(LocalPaths.Spot spot) throws IOException {
        try (DirectoryHandle handle = handleOn(spot.parent(), spot.directory(), spot.asked())) {
            if (handle == null) {
                Files.delete(spot.path());
            } else {
                handle.delete(spot.name());
            }
        } catch (IOException e) {
            throw LocalErrors.named(e, spot.asked());
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        checkOpen();
        LocalPaths.Spot spot = paths.entry(directory);
        try {
            Files.createDirectory(spot.path());
        } catch (IOException e) {
            throw LocalErrors.named(e, directory);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        checkOpen();
        LocalPaths.Spot source = paths.entry(from);
        LocalPaths.Spot target = paths.entry(to);
        BasicFileAttributes moved = LocalPaths.look(source);
        if (moved == null) {
            throw missing(source);
        }
        if (LocalPaths.look(target) != null) {
            throw new FileAlreadyExistsException(to.toString());
        }
        refuseRoot(source);
        refuseRoot(target);
        if (!moved.isRegularFile() || !linkedInto(source, target)) {
            moveTo(source, target);
        } else {
            remove(source);
        }
    }

    /** Gives the source the target's name in one step that fails if it is taken; returns false where that is impossible. */
    private static boolean linkedInto(LocalPaths.Spot source, LocalPaths.Spot target) throws IOException {
        try {
            Files.createLink(target.path(), source.path());
            return true;
        } catch (FileAlreadyExistsException e) {
            throw LocalErrors.named(e, target.asked());
        } catch (NoSuchFileException e) {
            throw LocalErrors.named(e, source.asked());
        } catch (UnsupportedOperationException | FileSystemException e) {
            return false;
        }
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        checkOpen();
        moveTo(paths.changeableEntry(from), paths.changeableEntry(to));
    }

    private void moveTo(LocalPaths.Spot source, LocalPaths.Spot target) throws IOException {
        try (DirectoryHandle oldParent = handleOn(source.parent(), source.directory(), source.asked());
                DirectoryHandle newParent = handleOn(target.parent(), target.directory(), target.asked())) {
            if (oldParent == null || newParent == null) {
                Files.move(source.path(), target.path(), StandardCopyOption.ATOMIC_MOVE);
            } else {
                oldParent.replace(source.name(), newParent, target.name());
            }
        } catch (IOException e) {
            throw LocalErrors.named(e, source.asked(), target.asked());
        }
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        checkOpen();
        LocalPaths.Spot source = paths.target(existing);
        LocalPaths.Spot target = paths.changeableEntry(name);
        BasicFileAttributes linked = LocalPaths.look(source);
        if (linked == null) {
            throw missing(source);
        }
        try {
            Files.createLink(target.path(), source.path());
        } catch (IOException e) {
            throw LocalErrors.named(e, e instanceof AccessDeniedException ? existing : name);
        } catch (UnsupportedOperationException e) {
            throw LocalErrors.unsupported(name, "the file system has no hard links", e);
        }
    }

    @Override
    public void symlink(Path target, Path name) throws IOException {
        checkOpen();
        LocalPaths.Spot spot = paths.entry(name);
        if (LocalPaths.look(spot) != null) {
            throw new FileAlreadyExistsException(name.toString());
        }
        paths.checkTarget(target, spot);
        try {
            Files.createSymbolicLink(spot.path(), target);
        } catch (IOException e) {
            throw LocalErrors.named(e, name);
        } catch (UnsupportedOperationException e) {
            throw LocalErrors.unsupported(name, "the file system has no symbolic links", e);
        }
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
            channel.force(true);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            throw LocalErrors.failed(directory, "sync of the directory", e);
        }
    }

    @Override
    public VfsLockFile openLockFile(Path path) throws IOException {
        checkOpen();
        return LockFileRegistry.ofThisProcess().open(path, () -> paths.target(path), spot -> {
            VfsFile created = create(spot, OpenMode.EDIT);
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
    }

    private void checkOpen() {
        if (closed) {
            throw new ClosedFileSystemException();
        }
    }

    private void refuseRoot(LocalPaths.Spot spot) throws FileSystemException {
        if (spot.parent().equals(spot.path())) {
            throw paths.denied(spot.asked());
        }
    }

    /** Says that nothing is at the spot, unless that was seen through a directory that was swapped. */
    private FileSystemException missing(LocalPaths.Spot spot) {
        return spot.isStillThere() ? new NoSuchFileException(spot.asked().toString()) : paths.denied(spot.asked());
    }

    private static FileSystemException changing(Path path) {
        return new FileSystemException(
                path.toString(), null, "what is at the path changed " + ATTEMPTS + " times while it was opened");
    }
}
