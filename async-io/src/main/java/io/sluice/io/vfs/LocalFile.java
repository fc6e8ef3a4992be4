package io.sluice.io.vfs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An open file of the local file system. Safe from any thread; every call runs on the calling thread.
 *
 * <p>An interrupt that arrives inside a call closes the channel for everyone: that is how the JDK's channels are made.
 * A thread that is interrupted already is turned away with an {@link InterruptedIOException} before it reaches the
 * channel, its flag untouched. So who never interrupts a thread inside a call never loses a channel.
 */
final class LocalFile implements VfsFile {

    /**
     * What goes through a buffer on the heap in one piece. The JDK copies such a piece through a direct buffer that it
     * keeps per thread at the largest size ever asked for, so large ones would pile up outside the heap.
     */
    private static final int HEAP_PIECE_BYTES = 128 * 1024;

    private final Path path;
    private final VerifiedDirectory directory;
    private final FileStores stores;
    private final GuardedChannel channel;
    private final long sizeWhenOpened;
    /** Guards the channel's own position, which only transfers into this file use. */
    private final Object channelPosition = new Object();

    LocalFile(Path path, VerifiedDirectory directory, FileStores stores, GuardedChannel channel, long sizeWhenOpened) {
        this.path = path;
        this.directory = directory;
        this.stores = stores;
        this.channel = channel;
        this.sizeWhenOpened = sizeWhenOpened;
    }

    @Override
    public long sizeWhenOpened() {
        return sizeWhenOpened;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        refuseIfInterrupted("read");
        try {
            return target.hasArray() && target.remaining() > HEAP_PIECE_BYTES
                    ? readInPieces(target, position)
                    : channel.get().read(target, position);
        } catch (IOException e) {
            throw failed("read of " + target.remaining() + " bytes at position " + position, e);
        }
    }

    private int readInPieces(ByteBuffer target, long position) throws IOException {
        int start = target.position();
        int limit = target.limit();
        try {
            while (target.position() < limit) {
                target.limit(Math.min(limit, target.position() + HEAP_PIECE_BYTES));
                int read = channel.get().read(target, position + target.position() - start);
                if (read < 0 && target.position() == start) {
                    return -1;
                }
                if (target.hasRemaining()) {
                    break;
                }
            }
        } finally {
            target.limit(limit);
        }
        return target.position() - start;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        refuseIfInterrupted("write");
        int limit = source.limit();
        try {
            if (!source.isDirect() && source.remaining() > HEAP_PIECE_BYTES) {
                source.limit(source.position() + HEAP_PIECE_BYTES);
            }
            return channel.get().write(source, position);
        } catch (IOException e) {
            throw failed("write of " + source.remaining() + " bytes at position " + position, e);
        } finally {
            source.limit(limit);
        }
    }

    @Override
    public long transferTo(long position, long count, VfsFile target, long targetPosition) throws IOException {
        refuseIfInterrupted("transfer");
        if (!(target instanceof LocalFile local)) {
            return copyTo(position, count, target, targetPosition);
        }
        synchronized (local.channelPosition) {
            try {
                local.channel.get().position(targetPosition);
                return channel.get().transferTo(position, count, local.channel.get());
            } catch (IOException e) {
                throw failed(
                        "transfer of " + count + " bytes from position " + position + " to position " + targetPosition
                                + " of " + local.path,
                        e);
            }
        }
    }

    private long copyTo(long position, long count, VfsFile target, long targetPosition) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(count, HEAP_PIECE_BYTES));
        int read = read(piece, position);
        piece.flip();
        return read <= 0 ? 0 : target.write(piece, targetPosition);
    }

    @Override
    public long size() throws IOException {
        refuseIfInterrupted("size");
        try {
            return channel.get().size();
        } catch (IOException e) {
            throw failed("size", e);
        }
    }

    @Override
    public void truncate(long bytes) throws IOException {
        refuseIfInterrupted("truncate");
        try {
            channel.get().truncate(bytes);
            if (channel.get().size() < bytes) {
                // The channel only cuts. One byte at the new end makes the rest a hole.
                channel.get().write(ByteBuffer.allocate(1), bytes - 1);
            }
        } catch (IOException e) {
            throw failed("truncate to " + bytes + " bytes", e);
        }
    }

    @Override
    public void force(boolean metadata) throws IOException {
        refuseIfInterrupted("sync");
        sync(
                channel.get(),
                metadata,
                path,
                "sync (what was written since the last one may be lost; write it anew to another file)");
    }

    /** Syncs a file or directory; its failure has a type of its own, because a second sync proves nothing. */
    static void sync(FileChannel channel, boolean metadata, Path path, String call) throws IOException {
        try {
            channel.force(metadata);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            SyncFailedException failure = new SyncFailedException(path + ": " + call + " failed: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    @Override
    public Optional<Mapping> map(long position, long bytes) throws IOException {
        refuseIfInterrupted("map");
        if (position < 0 || bytes < 0 || bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("cannot map " + bytes + " bytes at position " + position + " of " + path
                    + ": the position must be from 0, and the length from 0 to " + Integer.MAX_VALUE);
        }
        try {
            long size = channel.get().size();
            if (position > size - bytes) {
                throw new FileSystemException(
                        path.toString(),
                        null,
                        "cannot map " + bytes + " bytes at position " + position + ": the file ends at " + size);
            }
            return bytes == 0 || stores.onNetwork(directory)
                    ? Optional.empty()
                    : Optional.of(MappedRange.map(channel.get(), position, bytes));
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw failed("map of " + bytes + " bytes at position " + position, e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void refuseIfInterrupted(String call) throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException(path + ": " + call
                    + " refused, as the thread is interrupted and would close the file for every other reader");
        }
    }

    private IOException failed(String call, IOException cause) {
        if (cause instanceof ClosedChannelException) {
            return cause;
        }
        FileSystemException failure =
                new FileSystemException(path.toString(), null, call + " failed: " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }
}
