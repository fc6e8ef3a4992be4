package io.sluice.io;

import io.sluice.io.flow.Operation;
import io.sluice.io.flow.Permit;
import io.sluice.io.lock.LevelLocks;
import io.sluice.io.temp.SpooledFile;
import io.sluice.io.temp.TempDirectory;
import io.sluice.io.temp.TempFile;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Opens what stays open until it is closed: files, temporary ones and directories, locks. Each opening is a task. Any
 * thread.
 */
final class Opener {
    private final Vfs vfs;
    private final FileSystemSettings settings;
    private final Dispatcher dispatcher;
    private final OpenHandles open;
    private final LevelLocks locks;

    Opener(Vfs vfs, FileSystemSettings settings, Dispatcher dispatcher, OpenHandles open) {
        this.vfs = vfs;
        this.settings = settings;
        this.dispatcher = dispatcher;
        this.open = open;
        this.locks = new LevelLocks(vfs, dispatcher.lockExecutor());
    }

    CompletableFuture<AsyncFile> open(Path path, OpenMode mode) {
        boolean creates = mode == OpenMode.CREATE_NEW || mode == OpenMode.TRUNCATE;
        return open(creates ? Operation.CREATE : Operation.OPEN, path, mode, () -> vfs.open(path, mode));
    }

    CompletableFuture<AsyncFile> openTemporary(Path directory, String prefix, String suffix) {
        return openNew(directory, () -> TempFile.named(vfs, directory, prefix, suffix));
    }

    CompletableFuture<AsyncFile> openUnnamed(Path directory) {
        return openNew(directory, () -> TempFile.unnamed(vfs, directory));
    }

    CompletableFuture<AsyncFile> openSpooled(Path directory, int memoryBytes) {
        return openNew(directory, () -> new SpooledFile(vfs, directory, memoryBytes));
    }

    private CompletableFuture<AsyncFile> openNew(Path directory, Task.Call<VfsFile> call) {
        return open(Operation.CREATE, directory, OpenMode.CREATE_NEW, call);
    }

    private CompletableFuture<AsyncFile> open(
            Operation operation, Path path, OpenMode mode, Task.Call<? extends VfsFile> call) {
        return dispatcher.submitOpening(
                operation, path, 0, handle -> track(call.make(), mode, handle), OpenHandles.closing(AsyncFile::close));
    }

    /** The file as it is handed out; takes over the permit, and the file too: it is closed if that fails. */
    OpenFile track(VfsFile file, OpenMode mode, Permit handle) throws IOException {
        try {
            return new OpenFile(file, mode, open.handle(file.path(), handle), dispatcher, settings);
        } catch (IOException | RuntimeException e) {
            try {
                file.close();
            } catch (IOException unclosed) {
                e.addSuppressed(unclosed);
            }
            throw e;
        }
    }

    CompletableFuture<byte[]> readAll(Path path) {
        Relay<byte[]> result = new Relay<>();
        var unused = result.follow(open(path, OpenMode.READ)).whenComplete((file, refusal) -> {
            if (refusal != null) {
                result.end(null, refusal);
                return;
            }
            var unusedReading = result.follow(file.readAll()).whenComplete((content, failure) -> {
                var unusedClosing = file.close().whenComplete((closed, unclosed) -> result.end(content, failure));
            });
        });
        return result;
    }

    CompletableFuture<AsyncTemporaryDirectory> makeTemporaryDirectory(Path parent, String prefix) {
        return dispatcher.submitOpening(
                Operation.CREATE,
                parent,
                0,
                handle -> {
                    TempDirectory directory = TempDirectory.create(vfs, parent, prefix);
                    return new TemporaryDirectory(directory, open.handle(directory.path(), handle), dispatcher);
                },
                OpenHandles.closing(AsyncTemporaryDirectory::close));
    }

    CompletableFuture<AsyncLock> openLock(Path lockFile) {
        return dispatcher.submitOpening(
                Operation.OPEN,
                lockFile,
                0,
                handle -> new FileLock(locks.open(lockFile), open.handle(lockFile, handle), dispatcher),
                OpenHandles.closing(AsyncLock::close));
    }
}
