package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Keeps files that are open as lock files in this process from being opened in any other way, because closing any handle
 * on them would drop the locks. Knows them by device and inode; where the system has none, its locks do not go that way.
 * Safe from any thread.
 */
final class LockFileGuard {

    /** Set once there is a lock file, perhaps by another copy of these classes; read on the way of every open. */
    private volatile LockFileRegistry registry;

    /**
     * Refuses a file that is open as a lock file.
     *
     * @param fileKey of the file that is opened, null if the system has none
     */
    void refuse(Object fileKey, Path asked) throws IOException {
        LockFileRegistry known = registry();
        if (known != null && known.isOpen(fileKey)) {
            throw inUse(asked);
        }
    }

    /** Closes a channel, or has the registry do so after the last lock, if the file became a lock file meanwhile. */
    void close(FileChannel channel, Object fileKey) throws IOException {
        LockFileRegistry known = registry();
        if (known == null || !known.isOpen(fileKey)) {
            channel.close();
        } else {
            known.closeWithLocks(channel, fileKey);
        }
    }

    private LockFileRegistry registry() throws IOException {
        LockFileRegistry known = registry;
        if (known == null && SharedLockFiles.exist()) {
            known = LockFileRegistry.ofThisProcess();
            registry = known;
        }
        return known;
    }

    static FileSystemException inUse(Path asked) {
        return new FileSystemException(
                asked.toString(),
                null,
                "it is open as a lock file in this process, whose locks the system would drop when another handle on it is"
                        + " closed; keep no data in a lock file, or close the lock first");
    }
}
