package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/** A handle on a file of a {@link MemoryVfs}. Every call runs on the calling thread under the machine's monitor. */
final class MemoryFile implements VfsFile {

    private final MemoryVfs process;
    private final MemoryMachine machine;
    private final Path path;
    private final MemoryNode node;
    private final boolean writes;
    private boolean closed;

    MemoryFile(MemoryVfs process, MemoryMachine machine, Path path, MemoryNode node, boolean writes) {
        this.process = process;
        this.machine = machine;
        this.path = path;
        this.node = node;
        this.writes = writes;
        if (node instanceof MemoryNode.File file) {
            file.openHandles++;
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        checkNotNegative(position);
        synchronized (machine) {
            return content().read(target, position);
        }
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        checkNotNegative(position);
        synchronized (machine) {
            MemoryContent content = writable();
            int written = content.write(source, position, path.toString());
            if (written > 0) {
                node.modified = machine.clock().now();
            }
            return written;
        }
    }

    @Override
    public long transferTo(long position, long count, VfsFile target, long targetPosition) throws IOException {
        checkNotNegative(position);
        checkNotNegative(count);
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(count, 64 * 1024));
        int read = read(piece, position);
        piece.flip();
        return read <= 0 ? 0 : target.write(piece, targetPosition);
    }

    @Override
    public long size() throws IOException {
        synchronized (machine) {
            return content().size();
        }
    }

    @Override
    public void truncate(long bytes) throws IOException {
        checkNotNegative(bytes);
        synchronized (machine) {
            writable().truncate(bytes);
            node.modified = machine.clock().now();
        }
    }

    @Override
    public void force(boolean metadata) throws IOException {
        synchronized (machine) {
            content().sync();
        }
    }

    /**
     * Does what a system does whose sync failed: what was written counts as clean, so that a second sync succeeds and
     * writes none of it.
     */
    public void failForce() throws IOException {
        synchronized (machine) {
            content().failSync();
        }
    }

    @Override
    public Optional<Mapping> map(long position, long bytes) throws IOException {
        checkNotNegative(position);
        checkNotNegative(bytes);
        synchronized (machine) {
            MemoryContent content = content();
            if (position + bytes > content.size()) {
                throw new FileSystemException(
                        path.toString(),
                        null,
                        "cannot map " + bytes + " bytes at position " + position + ": the file ends at "
                                + content.size());
            }
            if (bytes == 0 || machine.network()) {
                return Optional.empty();
            }
            ByteBuffer copy = ByteBuffer.allocate(Math.toIntExact(bytes));
            content.read(copy, position);
            return Optional.of(new CopiedMapping(copy.flip().asReadOnlyBuffer()));
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (machine) {
            release();
        }
        process.forget(this);
    }

    /** Gives the handle back, also on behalf of a process that died. */
    void release() {
        if (!closed) {
            closed = true;
            if (node instanceof MemoryNode.File file) {
                machine.tree().closed(file);
            }
        }
    }

    private MemoryContent content() throws IOException {
        process.check();
        if (closed) {
            throw new ClosedChannelException();
        }
        if (node instanceof MemoryNode.File file) {
            return file.content;
        }
        throw new FileSystemException(path.toString(), null, "Is a directory");
    }

    private MemoryContent writable() throws IOException {
        MemoryContent content = content();
        if (!writes) {
            throw new NonWritableChannelException();
        }
        return content;
    }

    private static void checkNotNegative(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("position, count or size " + value + " is negative");
        }
    }

    /** A mapping that does not follow later writes, which no reader may count on anyway. */
    private record CopiedMapping(ByteBuffer buffer) implements Mapping {
        @Override
        public void close() {
            // A heap buffer: nothing to give back.
        }
    }
}
