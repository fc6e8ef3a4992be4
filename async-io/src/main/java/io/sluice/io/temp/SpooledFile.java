package io.sluice.io.temp;

import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that lives in memory until it grows past a limit and on disk, as an unnamed {@link TempFile}, from then on. It
 * never holds more than the limit in memory, and is gone once it is closed. Used like any {@link VfsFile}, on the caller's
 * threads; its owner closes it.
 */
public final class SpooledFile implements VfsFile {
    /** The largest limit, as one array holds the content. */
    public static final int MOST_MEMORY_BYTES = 1 << 30;

    private static final int FIRST_BYTES = 8 << 10;

    private final Vfs vfs;
    private final Path directory;
    private final int memoryBytes;

    /** Guards the content in memory and the move to disk; never taken once the file is on disk. */
    private final ReentrantLock memoryTurn = new ReentrantLock();

    private byte[] memory = new byte[0];
    private int size;
    private boolean closed;

    /** Where the content is once it has outgrown memory; set once, inside the turn. */
    private volatile TempFile disk;

    /**
     * @param directory where the file goes when it outgrows memory
     * @param memoryBytes the limit, 0 to be on disk from the first byte
     */
    public SpooledFile(Vfs vfs, Path directory, int memoryBytes) {
        if (memoryBytes < 0 || memoryBytes > MOST_MEMORY_BYTES) {
            throw new IllegalArgumentException(
                    "memoryBytes is " + memoryBytes + ", but must be between 0 and " + MOST_MEMORY_BYTES);
        }
        this.vfs = vfs;
        this.directory = directory;
        this.memoryBytes = memoryBytes;
    }

    public boolean isInMemory() {
        return disk == null;
    }

    /** The directory given while in memory, then the path the file had when it was created. */
    @Override
    public Path path() {
        TempFile file = disk;
        return file == null ? directory : file.path();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        requirePosition(position);
        return inMemoryOr(
                () -> {
                    if (position >= size) {
                        return target.hasRemaining() ? -1 : 0;
                    }
                    int bytes = Math.min(target.remaining(), size - (int) position);
                    target.put(memory, (int) position, bytes);
                    return bytes;
                },
                file -> file.read(target, position));
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        requirePosition(position);
        return inMemoryOr(
                () -> {
                    int bytes = source.remaining();
                    if (position > memoryBytes - bytes) {
                        return spill().write(source, position);
                    }
                    int end = (int) position + bytes;
                    makeRoom(end);
                    source.get(memory, (int) position, bytes);
                    size = Math.max(size, end);
                    return bytes;
                },
                file -> file.write(source, position));
    }

    @Override
    public long transferTo(long position, long count, VfsFile target, long targetPosition) throws IOException {
        requirePosition(position);
        return inMemoryOr(
                () -> {
                    if (position >= size || count <= 0) {
                        return 0L;
                    }
                    int bytes = (int) Math.min(count, size - position);
                    return (long) target.write(ByteBuffer.wrap(memory, (int) position, bytes), targetPosition);
                },
                file -> file.transferTo(position, count, target, targetPosition));
    }

    @Override
    public long size() throws IOException {
        return inMemoryOr(() -> (long) size, TempFile::size);
    }

    @Override
    public void truncate(long bytes) throws IOException {
        requirePosition(bytes);
        inMemoryOr(
                () -> {
                    if (bytes > memoryBytes) {
                        spill().truncate(bytes);
                    } else if (bytes > size) {
                        makeRoom((int) bytes);
                        size = (int) bytes;
                    } else {
                        // Zeros, as they would show if the file grew again.
                        Arrays.fill(memory, (int) bytes, size, (byte) 0);
                        size = (int) bytes;
                    }
                    return null;
                },
                file -> {
                    file.truncate(bytes);
                    return null;
                });
    }

    /** Does nothing: a file that is gone after a crash has nothing to make durable. */
    @Override
    public void force(boolean metadata) {}

    /** Empty while in memory. */
    @Override
    public Optional<Mapping> map(long position, long bytes) throws IOException {
        return inMemoryOr(Optional::empty, file -> file.map(position, bytes));
    }

    @Override
    public void close() throws IOException {
        memoryTurn.lock();
        try {
            closed = true;
            memory = new byte[0];
            size = 0;
        } finally {
            memoryTurn.unlock();
        }
        TempFile file = disk;
        if (file != null) {
            file.close();
        }
    }

    private interface MemoryCall<T> {
        T run() throws IOException;
    }

    private interface DiskCall<T> {
        T run(TempFile file) throws IOException;
    }

    private <T> T inMemoryOr(MemoryCall<T> inMemory, DiskCall<T> onDisk) throws IOException {
        if (disk == null) {
            memoryTurn.lock();
            try {
                if (closed) {
                    throw new FileSystemException(directory.toString(), null, "a spooled file here is closed");
                }
                if (disk == null) {
                    return inMemory.run();
                }
            } finally {
                memoryTurn.unlock();
            }
        }
        return onDisk.run(disk);
    }

    /** Moves the content to disk; if that fails, it is in memory as before. Inside the turn. */
    private TempFile spill() throws IOException {
        TempFile file = TempFile.unnamed(vfs, directory);
        try {
            ByteBuffer content = ByteBuffer.wrap(memory, 0, size);
            while (content.hasRemaining()) {
                if (file.write(content, content.position()) <= 0) {
                    throw new FileSystemException(
                            file.path().toString(), null, "no byte written at offset " + content.position());
                }
            }
        } catch (IOException | RuntimeException | Error failure) {
            try {
                file.close();
            } catch (IOException unclosed) {
                failure.addSuppressed(unclosed);
            }
            throw failure;
        }
        disk = file;
        memory = new byte[0];
        size = 0;
        return file;
    }

    private void makeRoom(int bytes) {
        if (bytes > memory.length) {
            long doubled = Math.max(FIRST_BYTES, 2L * memory.length);
            memory = Arrays.copyOf(memory, (int) Math.min(memoryBytes, Math.max(bytes, doubled)));
        }
    }

    private static void requirePosition(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("position is " + position + ", but must not be negative");
        }
    }
}
