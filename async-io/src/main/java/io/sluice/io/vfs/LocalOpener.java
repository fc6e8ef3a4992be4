package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Opens and creates files inside the roots, for {@link LocalVfs}. Safe from any thread.
 *
 * <p>For a file in a directory that was used lately these are three calls of the system: ask for the inode of the path
 * of the directory, look at the name through a handle on that directory, open it through the handle and without
 * following it.
 */
final class LocalOpener {

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
    private final DirectoryHandles handles;
    private final LockFileGuard guard = new LockFileGuard();

    LocalOpener(LocalPaths paths) {
        this.paths = paths;
        this.handles = new DirectoryHandles(paths);
    }

    VfsFile open(Path path, OpenMode mode) throws IOException {
        LocalPaths.Spot spot = paths.entry(path);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (DirectoryHandles.Lease lease = handles.on(spot)) {
                DirectoryHandle handle = lease == null ? null : lease.handle();
                BasicFileAttributes found =
                        handle == null || spot.isRoot() ? LocalPaths.look(spot) : handle.look(spot.name());
                if (found == null || !found.isSymbolicLink() || mode == OpenMode.CREATE_NEW) {
                    VfsFile file = openFound(spot, handle, mode, found);
                    if (file != null) {
                        return file;
                    }
                    continue;
                }
            } catch (IOException e) {
                throw LocalErrors.named(e, path);
            }
            spot = paths.target(path);
        }
        throw new FileSystemException(
                path.toString(), null, "what is at the path changed " + ATTEMPTS + " times while it was opened");
    }

    /** Opens or creates what was just looked at; returns null when it has changed since. */
    private VfsFile openFound(LocalPaths.Spot spot, DirectoryHandle handle, OpenMode mode, BasicFileAttributes found)
            throws IOException {
        String path = spot.asked().toString();
        if (found == null) {
            if (spot.isRoot() || mode == OpenMode.READ || mode == OpenMode.UPDATE) {
                throw paths.missing(spot);
            }
            return create(spot, handle, mode);
        }
        if (mode == OpenMode.CREATE_NEW) {
            throw new FileAlreadyExistsException(path);
        }
        if (!found.isRegularFile()) {
            // Not even to try: to open a pipe waits for its other end.
            throw new FileSystemException(path, null, found.isDirectory() ? "Is a directory" : "Not a regular file");
        }
        return openExisting(spot, handle, mode, found.fileKey());
    }

    private VfsFile openExisting(LocalPaths.Spot spot, DirectoryHandle handle, OpenMode mode, Object fileKey)
            throws IOException {
        Set<OpenOption> options = mode.writes() ? UPDATE : READ;
        guard.refuse(fileKey, spot.asked());
        FileChannel channel = channelOn(
                () -> handle == null ? FileChannel.open(spot.path(), options) : handle.openFile(spot.name(), options));
        if (channel == null) {
            return null;
        }
        LocalFile file = new LocalFile(spot.asked(), spot.directory(), stores, guarded(channel, fileKey), -1);
        try {
            if (handle == null && !spot.isStillThere()) {
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

    /** Opens for reading what was just found to be a file; returns null when it has changed since. */
    VfsFile openExisting(
            Path asked, DirectoryHandle handle, VerifiedDirectory directory, Path name, BasicFileAttributes found)
            throws IOException {
        Object fileKey = found.fileKey();
        guard.refuse(fileKey, asked);
        FileChannel channel;
        try {
            channel = channelOn(() -> handle.openFile(name, READ));
        } catch (IOException e) {
            throw LocalErrors.named(e, asked);
        }
        return channel == null
                ? null
                : new LocalFile(asked, directory, stores, guarded(channel, fileKey), found.size());
    }

    private GuardedChannel guarded(FileChannel channel, Object fileKey) {
        return new GuardedChannel(channel, fileKey, guard);
    }

    /** How a channel is opened. */
    private interface ChannelOpening {
        FileChannel open() throws IOException;
    }

    /** Returns null if what was a file is gone, or a link, by now. */
    private static FileChannel channelOn(ChannelOpening opening) throws IOException {
        try {
            return opening.open();
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            if (LocalErrors.isLink(e)) {
                return null;
            }
            throw e;
        }
    }

    /** Creates the file; returns null when someone else did, unless it had to be new. */
    VfsFile create(LocalPaths.Spot spot, OpenMode mode) throws IOException {
        try (DirectoryHandle handle = paths.handleOn(spot)) {
            return create(spot, handle, mode);
        } catch (IOException e) {
            throw LocalErrors.named(e, spot.asked());
        }
    }

    private VfsFile create(LocalPaths.Spot spot, DirectoryHandle handle, OpenMode mode) throws IOException {
        try {
            FileChannel channel = handle == null
                    ? FileChannel.open(spot.path(), CREATE_NEW)
                    : handle.openFile(spot.name(), CREATE_NEW);
            return new LocalFile(
                    spot.asked(), spot.directory(), stores, guarded(channel, keyOf(channel, spot, handle)), -1);
        } catch (FileAlreadyExistsException e) {
            if (mode == OpenMode.CREATE_NEW) {
                throw e;
            }
            return null;
        }
    }

    /** The key of a file that was just created; null if it is gone, and with it any way to lock it. */
    private static Object keyOf(FileChannel created, LocalPaths.Spot spot, DirectoryHandle handle) throws IOException {
        try {
            BasicFileAttributes found = handle == null ? LocalPaths.look(spot) : handle.look(spot.name());
            return found == null ? null : found.fileKey();
        } catch (IOException e) {
            created.close();
            throw e;
        }
    }

    /** Closes the handles that are kept. */
    void close() {
        handles.close();
    }
}
