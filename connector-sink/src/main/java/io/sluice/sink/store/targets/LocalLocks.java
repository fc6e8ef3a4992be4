package io.sluice.sink.store.targets;

import io.sluice.io.lock.LevelLock;
import io.sluice.io.lock.LevelLocks;
import io.sluice.io.lock.LockLevel;
import io.sluice.io.tree.Directories;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/** Locks of a data set in a file system, a lock file for each. Safe from any thread; who waits, waits on the calling thread. */
final class LocalLocks {
    private final Vfs vfs;
    private final LevelLocks locks;

    /** @param waiting runs the file system calls of those who wait */
    LocalLocks(Vfs vfs, Executor waiting) {
        this.vfs = vfs;
        this.locks = new LevelLocks(vfs, waiting);
    }

    HeldLock lock(String name, Path file, Duration timeout) throws IOException {
        Directories.create(vfs, file.getParent());
        LevelLock lock = locks.open(file);
        boolean locked = false;
        try {
            if (!lock.tryLock(LockLevel.EXCLUSIVE)) {
                await(lock.lock(LockLevel.EXCLUSIVE, timeout));
            }
            locked = true;
            return new LocalLock(name, lock);
        } finally {
            if (!locked) {
                lock.close();
            }
        }
    }

    private static void await(CompletableFuture<LevelLock> request) throws IOException {
        try {
            LevelLock unused = request.get();
        } catch (InterruptedException interrupt) {
            request.cancel(false);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a lock");
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(failure.getCause());
        }
    }

    private record LocalLock(String name, LevelLock lock) implements HeldLock {
        @Override
        public void close() throws IOException {
            lock.close();
        }
    }
}
