package io.sluice.io.vfs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;

/**
 * A channel on a file that may become a lock file while it is open: then it stays open behind this, until that is closed,
 * because its closing would drop the locks. Safe from any thread.
 */
final class GuardedChannel implements Closeable {

    private final FileChannel channel;
    private final Object fileKey;
    private final LockFileGuard guard;
    private volatile boolean closed;

    /** @param fileKey device and inode, null if not known */
    GuardedChannel(FileChannel channel, Object fileKey, LockFileGuard guard) {
        this.channel = channel;
        this.fileKey = fileKey;
        this.guard = guard;
    }

    FileChannel get() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
        return channel;
    }

    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            guard.close(channel, fileKey);
        }
    }
}
