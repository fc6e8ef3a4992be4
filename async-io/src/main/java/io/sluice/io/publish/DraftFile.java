package io.sluice.io.publish;

import io.sluice.io.temp.Scratch;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The hidden file that a {@link Draft} is written in. Used by the thread that uses the draft. */
final class DraftFile {
    private final Vfs vfs;
    private final Path path;
    private final VfsFile file;
    private boolean closed;

    DraftFile(Vfs vfs, Path path, VfsFile file) {
        this.vfs = vfs;
        this.path = path;
        this.file = file;
    }

    Path path() {
        return path;
    }

    /** Writes all that remains in {@code source}, whose position says afterwards how far it came. */
    void write(ByteBuffer source, long offset) throws IOException {
        int start = source.position();
        while (source.hasRemaining()) {
            if (file.write(source, offset + source.position() - start) <= 0) {
                throw new FileSystemException(path.toString(), null, "the system took none of the bytes");
            }
        }
    }

    /** Returns the bytes copied, 0 if the kernel cannot or the source ends. */
    long transferFrom(VfsFile source, long sourceOffset, long count, long offset) throws IOException {
        try {
            return Math.max(source.transferTo(sourceOffset, count, file, offset), 0);
        } catch (UnsupportedOperationException notHere) {
            return 0;
        }
    }

    void sync() throws IOException {
        file.force(true);
    }

    void close() throws IOException {
        if (!closed) {
            closed = true;
            file.close();
        }
    }

    FileStat stat() throws IOException {
        return vfs.statLink(path);
    }

    /** Closes it, and removes its name; fine if that is gone. */
    void remove() throws IOException {
        IOException first = null;
        try {
            close();
        } catch (IOException unclosed) {
            // Only its handle mattered: the content is not wanted.
            first = unclosed;
        }
        try {
            Scratch.remove(vfs, path);
        } catch (IOException remains) {
            if (first != null) {
                remains.addSuppressed(first);
            }
            throw remains;
        }
    }
}
