package io.sluice.io;

import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A stream seen as a file that can only be gone through in order: the position must be where the last transfer stopped. Its
 * size is not known. Closing leaves the stream open, because it belongs to the process. One thread at a time.
 */
final class StreamFile implements VfsFile {
    /** What {@link #size()} says. */
    static final long UNKNOWN = -1;

    private static final int MOST_AT_ONCE = 64 << 10;

    private final Path name;
    private final InputStream in;
    private final OutputStream out;
    private long position;

    private StreamFile(String name, InputStream in, OutputStream out) {
        this.name = Path.of(name);
        this.in = in;
        this.out = out;
    }

    static StreamFile reading(String name, InputStream in) {
        return new StreamFile(name, in, null);
    }

    static StreamFile writing(String name, OutputStream out) {
        return new StreamFile(name, null, out);
    }

    @Override
    public Path path() {
        return name;
    }

    @Override
    public int read(ByteBuffer target, long from) throws IOException {
        inOrder(from);
        if (in == null) {
            throw cannot("be read");
        }
        byte[] bytes = new byte[Math.min(target.remaining(), MOST_AT_ONCE)];
        int count = in.read(bytes);
        if (count > 0) {
            target.put(bytes, 0, count);
            position += count;
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source, long to) throws IOException {
        inOrder(to);
        if (out == null) {
            throw cannot("be written");
        }
        byte[] bytes = new byte[Math.min(source.remaining(), MOST_AT_ONCE)];
        source.get(bytes);
        out.write(bytes);
        out.flush();
        position += bytes.length;
        return bytes.length;
    }

    @Override
    public long transferTo(long from, long count, VfsFile target, long targetPosition) {
        return 0;
    }

    @Override
    public long size() {
        return UNKNOWN;
    }

    @Override
    public void truncate(long bytes) throws IOException {
        throw cannot("be truncated");
    }

    @Override
    public void force(boolean metadata) throws IOException {
        if (out != null) {
            out.flush();
        }
    }

    @Override
    public Optional<Mapping> map(long from, long bytes) {
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.flush();
        }
    }

    private void inOrder(long asked) throws IOException {
        if (asked != position) {
            throw cannot("go to byte position " + asked + " from " + position + ", it only goes on");
        }
    }

    private FileSystemException cannot(String what) {
        return new FileSystemException(name.toString(), null, "a stream cannot " + what);
    }
}
