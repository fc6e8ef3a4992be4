package io.sluice.io.vfs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/** One opener of a lock file of the local file system. Safe from any thread; every call runs on the calling thread. */
final class LocalLockFile implements VfsLockFile {

    private final LockFileRegistry registry;
    private final Path path;
    private final Path real;
    private final String key;
    private final Map<String, Object> entry;
    private final LockTable table;
    /** Stands for this opener in the table, which must hold JDK types only. */
    private final Object owner = new Object();

    private boolean closed;

    LocalLockFile(LockFileRegistry registry, Path path, Path real, String key, Map<String, Object> entry) {
        this.registry = registry;
        this.path = path;
        this.real = real;
        this.key = key;
        this.entry = entry;
        this.table = new LockTable(path, entry);
    }

    @Override
    public synchronized boolean tryLock(long position, long length, boolean shared) throws IOException {
        checkUsable(position, length);
        if (!table.tryLock(owner, position, length, shared)) {
            return false;
        }
        if (!isInPlace()) {
            // The file was swapped after the first look, so the lock just taken keeps no one off.
            table.unlock(owner, position, length);
            throw LostLockException.replaced(path);
        }
        return true;
    }

    @Override
    public synchronized void unlock(long position, long length) throws IOException {
        checkRange(position, length);
        checkOpen();
        table.unlock(owner, position, length);
    }

    @Override
    public synchronized boolean lockedElsewhere(long position, long length) throws IOException {
        checkUsable(position, length);
        return table.lockedElsewhere(owner, position, length);
    }

    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            try {
                table.unlockAll(owner);
            } finally {
                registry.close(key, entry);
            }
        }
    }

    private void checkUsable(long position, long length) throws IOException {
        checkRange(position, length);
        checkOpen();
        refuseIfInterrupted();
        if (!isInPlace()) {
            throw LostLockException.replaced(path);
        }
    }

    private void checkRange(long position, long length) {
        if (position < 0 || length <= 0 || position > MAX_POSITION - length) {
            throw new IllegalArgumentException("lock range of " + length + " bytes at " + position + " in " + path
                    + ": the position must be from 0, the length from 1, and the end at most " + MAX_POSITION);
        }
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    private void refuseIfInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException(path + ": lock refused, as the thread is interrupted");
        }
    }

    private boolean isInPlace() throws IOException {
        BasicFileAttributes found = LocalTree.attributesOf(real);
        return found != null && LockFileRegistry.keyOf(found, real).equals(key);
    }
}
