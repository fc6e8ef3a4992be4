package io.sluice.io.lock;

import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsLockFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Opens {@link LevelLock}s. The lock file decides who holds what; this object only lets the holders of one process queue up
 * in order and hand over at once instead of polling each other, so a process best has one. Safe from any thread.
 */
public final class LevelLocks {
    private final Vfs vfs;
    private final Executor io;

    /** The queue of each lock file with an open handle, and how many handles; guarded by itself. */
    private final Map<Path, Shared> queues = new HashMap<>();

    /**
     * @param io runs the file system calls of waiting requests, which may block, and completes their futures
     */
    public LevelLocks(Vfs vfs, Executor io) {
        this.vfs = vfs;
        this.io = io;
    }

    /** Opens, and creates if it is missing, the lock file; the handle holds nothing yet. Blocks for the opening. */
    public LevelLock open(Path lockFile) throws IOException {
        Path key = vfs.absolute(lockFile).normalize();
        VfsLockFile file = vfs.openLockFile(lockFile);
        Shared shared;
        synchronized (queues) {
            shared = queues.computeIfAbsent(key, path -> new Shared(new LockQueue(lockFile, vfs, io)));
            shared.handles++;
        }
        return new LevelLock(shared.queue, new HeldRanges(lockFile, file), new LastOneOut(key));
    }

    /** A queue and the number of open handles on it. */
    private static final class Shared {
        final LockQueue queue;
        int handles;

        Shared(LockQueue queue) {
            this.queue = queue;
        }
    }

    /** Forgets the queue when its last handle closes; runs once per handle. */
    private final class LastOneOut implements Runnable {
        private final Path key;
        private boolean out;

        LastOneOut(Path key) {
            this.key = key;
        }

        @Override
        public void run() {
            synchronized (queues) {
                if (out) {
                    return;
                }
                out = true;
                Shared shared = queues.get(key);
                shared.handles--;
                if (shared.handles == 0) {
                    queues.remove(key);
                }
            }
        }
    }
}
