package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Creates, moves, links and removes names inside the roots, for {@link LocalVfs}. Safe from any thread. */
final class LocalNames {

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
        LocalPaths.Spot target = paths.changeableEntry(name);
        BasicFileAttributes linked = LocalPaths.look(source);
        if (linked == null) {
            throw paths.missing(source);
        }
        try {
            Files.createLink(target.path(), source.path());
        } catch (IOException e) {
            throw LocalErrors.named(e, e instanceof AccessDeniedException ? existing : name);
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
}
