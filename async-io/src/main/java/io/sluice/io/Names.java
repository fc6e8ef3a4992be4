package io.sluice.io;

import io.sluice.io.flow.Operation;
import io.sluice.io.tree.Directories;
import io.sluice.io.tree.TreeRemoval;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** What changes names and directories; each change is a task. Any thread. */
final class Names {
    private final Vfs vfs;
    private final Dispatcher dispatcher;

    Names(Vfs vfs, Dispatcher dispatcher) {
        this.vfs = vfs;
        this.dispatcher = dispatcher;
    }

    private interface Change {
        void make() throws IOException;
    }

    private CompletableFuture<Void> change(Operation operation, Path path, Change change) {
        return dispatcher.submit(operation, path, 0, () -> {
            change.make();
            return null;
        });
    }

    CompletableFuture<Void> delete(Path path) {
        return change(Operation.DELETE, path, () -> {
            if (vfs.statLink(path).isDirectory()) {
                throw new FileSystemException(
                        path.toString(), null, "is a directory; use removeDirectory or removeTree");
            }
            deleteDurably(path);
        });
    }

    CompletableFuture<Void> removeDirectory(Path directory) {
        return change(Operation.DELETE, directory, () -> {
            if (!vfs.statLink(directory).isDirectory()) {
                throw new NotDirectoryException(directory.toString());
            }
            deleteDurably(directory);
        });
    }

    private void deleteDurably(Path path) throws IOException {
        vfs.delete(path);
        syncDirectory(parent(path));
    }

    /** A failure that says so: what was removed may be back after a crash, and asking again would not find it. */
    private void syncDirectory(Path directory) throws IOException {
        try {
            vfs.syncDirectory(directory);
        } catch (IOException e) {
            throw (IOException)
                    new SyncFailedException(directory + ": the change in this directory is made, but may not"
                                    + " outlast a crash of the machine, because syncing it failed")
                            .initCause(e);
        }
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? Path.of("") : parent;
    }

    CompletableFuture<Void> removeTree(Path directory) {
        return change(Operation.DELETE, directory, () -> {
            TreeRemoval.remove(vfs, directory);
            syncDirectory(parent(directory));
        });
    }

    CompletableFuture<Void> makeDirectory(Path directory) {
        return change(Operation.CREATE, directory, () -> vfs.createDirectory(directory));
    }

    CompletableFuture<Void> makeDirectories(Path directory) {
        return change(Operation.CREATE, directory, () -> Directories.createDurably(vfs, directory));
    }

    CompletableFuture<Void> rename(Path from, Path to) {
        return change(Operation.MOVE, from, () -> vfs.rename(from, to));
    }

    CompletableFuture<Void> replace(Path from, Path to) {
        return change(Operation.MOVE, from, () -> vfs.replace(from, to));
    }

    CompletableFuture<Void> link(Path existing, Path name) {
        return change(Operation.LINK, name, () -> vfs.link(existing, name));
    }

    CompletableFuture<Void> symlink(Path target, Path name) {
        return change(Operation.SYMLINK, name, () -> vfs.symlink(target, name));
    }
}
