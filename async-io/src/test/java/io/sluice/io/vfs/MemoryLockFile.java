package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;

/**
 * One opener of a lock file of a {@link MemoryVfs}. Every call runs on the calling thread under the machine's
 * monitor.
 */
final class MemoryLockFile implements VfsLockFile {

    /** One lock. The ranges of a file are equal or disjoint. */
    record Range(long position, long length, boolean shared, MemoryLockFile owner) {
        boolean covers(long otherPosition, long otherLength) {
            return position == otherPosition && length == otherLength;
        }

        boolean overlaps(long otherPosition, long otherLength) {
            return position < otherPosition + otherLength && otherPosition < position + length;
        }
    }

    private final MemoryVfs process;
    private final MemoryMachine machine;
    private final Path path;
    private final Path real;
    private final MemoryNode.File node;
    private boolean closed;

    MemoryLockFile(MemoryVfs process, MemoryMachine machine, Path path, Path real, MemoryNode.File node) {
        this.process = process;
        this.machine = machine;
        this.path = path;
        this.real = real;
        this.node = node;
        node.openHandles++;
    }

    boolean isOn(MemoryNode other) {
        return node == other;
    }

    @Override
    public boolean tryLock(long position, long length, boolean shared) throws IOException {
        checkRange(position, length);
        synchronized (machine) {
            checkUsable();
            for (Range range : node.locks) {
                if (range.owner != this && range.overlaps(position, length) && !(range.shared && shared)) {
                    return false;
                }
            }
            node.locks.removeIf(range -> range.owner == this && range.covers(position, length));
            node.locks.add(new Range(position, length, shared, this));
            return true;
        }
    }

    @Override
    public void unlock(long position, long length) throws IOException {
        checkRange(position, length);
        synchronized (machine) {
            process.check();
            if (closed) {
                throw new ClosedChannelException();
            }
            node.locks.removeIf(range -> range.owner == this && range.covers(position, length));
        }
    }

    @Override
    public boolean lockedElsewhere(long position, long length) throws IOException {
        checkRange(position, length);
        synchronized (machine) {
            checkUsable();
            return node.locks.stream().anyMatch(range -> range.owner != this && range.overlaps(position, length));
        }
    }

    private void checkRange(long position, long length) {
        if (position < 0 || length <= 0 || position > MAX_POSITION - length) {
            throw new IllegalArgumentException("lock range of " + length + " bytes at " + position + " in " + path
                    + ": the position must be from 0, the length from 1, and the end at most " + MAX_POSITION);
        }
        synchronized (machine) {
            for (Range range : node.locks) {
                if (range.overlaps(position, length) && !range.covers(position, length)) {
                    throw new IllegalArgumentException("lock range of " + length + " bytes at " + position + " in "
                            + path + " overlaps in part the one of " + range.length + " bytes at " + range.position
                            + ": ranges of a lock file must be equal or disjoint");
                }
            }
        }
    }

    private void checkUsable() throws IOException {
        process.check();
        if (closed) {
            throw new ClosedChannelException();
        }
        if (machine.tree().at(real) != node) {
            throw LostLockException.replaced(path);
        }
    }

    @Override
    public void close() {
        synchronized (machine) {
            release();
        }
        process.forget(this);
    }

    /** Gives locks and handle back, also on behalf of a process that died. */
    void release() {
        if (!closed) {
            closed = true;
            node.locks.removeIf(range -> range.owner == this);
            machine.tree().closed(node);
        }
    }
}
