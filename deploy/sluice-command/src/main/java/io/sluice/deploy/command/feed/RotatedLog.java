package io.sluice.deploy.command.feed;

import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * A log file to which all happens that logrotate does: it is renamed and created anew, copied and truncated, and what was rotated is
 * compressed. Bytes are added cut anywhere; at a rotation it ends with a line. Owned by one thread.
 */
final class RotatedLog implements AutoCloseable {
    private static final int AT_ONCE = 1 << 16;
    private static final String COMPRESSED = ".gz";

    private final Vfs vfs;
    private final Path path;
    /** Of the files behind the first, from {@code .1} on: whether they are compressed. */
    private final List<Boolean> rotated = new ArrayList<>();

    private ByteBuffer pending = ByteBuffer.allocate(AT_ONCE);
    private VfsFile file;
    private long size;

    RotatedLog(Vfs vfs, Path path) throws IOException {
        this.vfs = vfs;
        this.path = path;
        this.file = vfs.open(path, OpenMode.CREATE_NEW);
    }

    /** Takes a line, which is written with the next {@link #write} or {@link #flush}. */
    void add(byte[] line) {
        if (pending.remaining() < line.length) {
            ByteBuffer larger = ByteBuffer.allocate(2 * pending.capacity() + line.length);
            larger.put(pending.flip());
            pending = larger;
        }
        pending.put(line);
    }

    /** Writes what was added, but for so many bytes at its end. */
    void write(int keep) throws IOException {
        int write = Math.max(0, pending.position() - keep);
        pending.flip();
        ByteBuffer now = pending.slice(0, write);
        while (now.hasRemaining()) {
            size += file.write(now, size);
        }
        pending.position(write);
        pending.compact();
    }

    /** Writes all that was added: the file ends with a line. */
    void flush() throws IOException {
        write(0);
    }

    /** What it is called. */
    Path path() {
        return path;
    }

    /** How many bytes it has. */
    long size() {
        return size;
    }

    /** Renames it, and creates a new one. */
    void rotate() throws IOException {
        flush();
        file.close();
        shift();
        vfs.rename(path, numbered(1, false));
        rotated.add(0, false);
        file = vfs.open(path, OpenMode.CREATE_NEW);
        size = 0;
    }

    /** Copies it, and makes it empty: what nobody has read by now is read from the copy, or by nobody. */
    void copyAndTruncate() throws IOException {
        flush();
        shift();
        try (VfsFile copy = vfs.open(numbered(1, false), OpenMode.CREATE_NEW)) {
            for (long position = 0; position < size; ) {
                position += file.transferTo(position, size - position, copy, position);
            }
        }
        rotated.add(0, false);
        file.truncate(0);
        size = 0;
    }

    /**
     * Compresses one of the rotated files as gzip does it: beside it, growing, and then the original goes.
     *
     * @param newest whether it is the newest of those that are not compressed, or the oldest
     * @return whether there was one
     */
    boolean compress(boolean newest) throws IOException {
        int place = newest ? rotated.indexOf(false) : rotated.lastIndexOf(false);
        if (place < 0) {
            return false;
        }
        Path plain = numbered(place + 1, false);
        ByteBuffer buffer = ByteBuffer.allocate(AT_ONCE);
        try (VfsFile from = vfs.open(plain, OpenMode.READ);
                OutputStream to = new GZIPOutputStream(
                        new FileStream(vfs.open(numbered(place + 1, true), OpenMode.CREATE_NEW)), AT_ONCE)) {
            for (long position = 0; from.read(buffer.clear(), position) > 0; position += buffer.position()) {
                to.write(buffer.array(), 0, buffer.position());
            }
        }
        vfs.delete(plain);
        rotated.set(place, true);
        return true;
    }

    private void shift() throws IOException {
        for (int number = rotated.size(); number >= 1; number--) {
            boolean compressed = rotated.get(number - 1);
            vfs.rename(numbered(number, compressed), numbered(number + 1, compressed));
        }
    }

    private Path numbered(int number, boolean compressed) {
        return path.resolveSibling(path.getFileName() + "." + number + (compressed ? COMPRESSED : ""));
    }

    /** Everything in it and in what it was rotated to, in the order it was written. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (int number = rotated.size(); number >= 1; number--) {
            files.add(numbered(number, rotated.get(number - 1)));
        }
        files.add(path);
        return files;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** A file that is written from its beginning. Owned by one thread. */
    private static final class FileStream extends OutputStream {
        private final VfsFile file;
        private long position;

        FileStream(VfsFile file) {
            this.file = file;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            while (buffer.hasRemaining()) {
                position += file.write(buffer, position);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
