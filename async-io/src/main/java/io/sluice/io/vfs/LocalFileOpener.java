package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Holds on to the handle of the directory that it opened the last file in, and opens the next one through it if it is in
 * the same directory: that saves asking which directory is at the path, which is a tenth of what it takes to read a small
 * file. Anything but a plain file there goes the long way. Owned by one thread.
 */
final class LocalFileOpener implements FileOpener {

    private final LocalPaths paths;
    private final LocalOpener opener;
    private final Runnable requireOpenFileSystem;
    private Path directory;
    private VerifiedDirectory verified;
    private DirectoryHandle handle;
    private boolean closed;

    /** @param requireOpenFileSystem throws once the file system is closed */
    LocalFileOpener(LocalPaths paths, LocalOpener opener, Runnable requireOpenFileSystem) {
        this.paths = paths;
        this.opener = opener;
        this.requireOpenFileSystem = requireOpenFileSystem;
    }

    @Override
    public VfsFile open(Path path) throws IOException {
        requireOpenFileSystem.run();
        if (closed) {
            throw new ClosedChannelException();
        }
        Path parent = path.getParent();
        Path name = path.getFileName();
        if (parent == null || !LocalPaths.isPlainName(name)) {
            return opener.open(path, OpenMode.READ);
        }
        if (!parent.equals(directory)) {
            turnTo(path, parent);
        }
        VfsFile file = handle == null ? null : inDirectory(path, name);
        return file == null ? opener.open(path, OpenMode.READ) : file;
    }

    /** Takes hold of the directory, unless what the names in it stand for is not known from the directory alone. */
    private void turnTo(Path path, Path parent) throws IOException {
        letGo();
        directory = parent;
        try {
            LocalPaths.Spot spot = paths.entry(path);
            if (spot.parent().equals(paths.absolute(path).getParent())
                    && !paths.isSpelledLikeTheParentOfARoot(spot.parent())) {
                handle = paths.handleOn(spot);
                verified = spot.directory();
            }
        } catch (IOException e) {
            // The long way finds the same and says it.
        }
    }

    /** Null for whatever is not simply there. */
    private VfsFile inDirectory(Path path, Path name) throws IOException {
        BasicFileAttributes found;
        try {
            found = handle.look(name);
        } catch (IOException e) {
            throw LocalErrors.named(e, path);
        }
        return found != null && found.isRegularFile() ? opener.openExisting(path, handle, verified, name, found) : null;
    }

    @Override
    public void close() {
        closed = true;
        letGo();
    }

    private void letGo() {
        directory = null;
        if (handle != null) {
            handle.closeQuietly();
            handle = null;
        }
    }
}
