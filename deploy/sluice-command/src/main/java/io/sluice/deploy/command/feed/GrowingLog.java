package io.sluice.deploy.command.feed;

import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A log file that bytes are added to, anywhere cut, and that is rotated as logrotate does it: each file gets the next number,
 * and a new one the name. Owned by one thread.
 */
final class GrowingLog implements AutoCloseable {
    private final Vfs vfs;
    private final Path path;
    private VfsFile file;
    private long size;
    private int rotated;

    GrowingLog(Vfs vfs, Path path) throws IOException {
        this.vfs = vfs;
        this.path = path;
        this.file = vfs.open(path, OpenMode.CREATE_NEW);
    }

    void append(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            size += file.write(bytes, size);
        }
    }

    /** The present file becomes {@code .1}, and what was that {@code .2}. */
    void rotate() throws IOException {
        file.close();
        for (int number = rotated; number >= 1; number--) {
            vfs.rename(numbered(number), numbered(number + 1));
        }
        vfs.rename(path, numbered(1));
        rotated++;
        file = vfs.open(path, OpenMode.CREATE_NEW);
        size = 0;
    }

    private Path numbered(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
