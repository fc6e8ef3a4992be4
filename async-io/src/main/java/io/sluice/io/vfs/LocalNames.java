package io.sluice.io.vfs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.SyncFailedException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Creates, moves, links and removes names inside the roots, and makes that durable, for {@link LocalVfs}. Safe from any
 * thread.
 */
final class LocalNames {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final LocalPaths paths;

    LocalNames(LocalPaths paths) {
        this.paths = paths;
    }

    void delete(Path path) throws IOException {
        remove(paths.changeableEntry(path));
    }

    private void remove(LocalPaths.Spot spot) throws IOException {
        try (DirectoryHandle handle = paths.handleOn(spot)) {
            if (handle == null) {
                Files.delete(spot.path());
            } else {
                handle.delete(spot.name());
            }
        } catch (IOException e) {
            throw LocalErrors.named(e, spot.asked());
        }
    }

    void createDirectory(Path directory) throws IOException {
        LocalPaths.Spot spot = paths.newEntry(directory);
        try {
            Files.createDirectory(spot.path());
        } catch (IOException e) {
            throw LocalErrors.named(e, directory);
        }
    }

    void rename(Path from, Path to) throws IOException {
        LocalPaths.Spot source = paths.entry(from);
        LocalPaths.Spot target = paths.entry(to);
        BasicFileAttributes moved = LocalPaths.look(source);
        if (moved == null) {
            throw paths.missing(source);
        }
        if (LocalPaths.look(target) != null) {
            throw new FileAlreadyExistsException(to.toString());
        }
        paths.refuseRoot(source);
        paths.refuseRoot(target);
        if (!moved.isRegularFile() || !linkedInto(source, target)) {
            moveTo(source, target);
        } else {
            remove(source);
        }
    }

    /**
     * Gives the source the target's name in one step that fails if it is taken; returns false where that is
     * impossible.
     */
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

    void replace(Path from, Path to) throws IOException {
        moveTo(paths.changeableEntry(from), paths.changeableEntry(to));
    }

    private void moveTo(LocalPaths.Spot source, LocalPaths.Spot target) throws IOException {
        try (DirectoryHandle oldParent = paths.handleOn(source);
                DirectoryHandle newParent = paths.handleOn(target)) {
            if (oldParent == null || newParent == null) {
                Files.move(source.path(), target.path(), StandardCopyOption.ATOMIC_MOVE);
            } else {
                oldParent.replace(source.name(), newParent, target.name());
            }
        } catch (IOException e) {
            throw LocalErrors.named(e, source.asked(), target.asked());
        }
    }

    void link(Path existing, Path name) throws IOException {
        LocalPaths.Spot source = paths.target(existing);
        if (LocalPaths.look(source) == null) {
            throw paths.missing(source);
        }
        LocalPaths.Spot target = paths.newEntry(name);
        try {
            Files.createLink(target.path(), source.path());
        } catch (NoSuchFileException e) {
            throw LocalErrors.named(e, existing);
        } catch (IOException e) {
            throw LocalErrors.named(e, name, existing);
        } catch (UnsupportedOperationException e) {
            throw LocalErrors.unsupported(name, "the file system has no hard links", e);
        }
    }

    void symlink(Path target, Path name) throws IOException {
        LocalPaths.Spot spot = paths.newEntry(name);
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

    void sync(Path directory) throws IOException {
        sync(directory, paths.directory(directory));
    }

    void sync(Path asked, VerifiedDirectory verified) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException(asked + ": sync refused, as the thread is interrupted");
        }
        try (FileChannel channel = FileChannel.open(verified.real(), READ)) {
            if (!paths.isStillAt(asked, verified)) {
                throw paths.denied(asked);
            }
            LocalFile.sync(channel, true, asked, "sync of the directory");
        } catch (SyncFailedException | AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            throw LocalErrors.failed(asked, "sync of the directory", e);
        }
    }
}
