package io.sluice.io;

import io.sluice.io.text.Line;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;

/** An {@link AsyncFile} for callers that wait, see {@link BlockingFileSystem}. */
public final class BlockingFile implements Closeable {
    private final AsyncFile file;
    private final Await wait;

    BlockingFile(AsyncFile file, Await wait) {
        this.file = file;
        this.wait = wait;
    }

    public Path path() {
        return file.path();
    }

    public int read(ByteBuffer target, long position) throws IOException {
        return wait.result(file.read(target, position));
    }

    public int read(ByteBuffer target) throws IOException {
        return wait.result(file.read(target));
    }

    public byte[] read(int bytes) throws IOException {
        return wait.result(file.read(bytes));
    }

    public byte[] readAll() throws IOException {
        return wait.result(file.readAll());
    }

    public void write(ByteBuffer source, long position) throws IOException {
        wait.result(file.write(source, position));
    }

    public void write(ByteBuffer source) throws IOException {
        wait.result(file.write(source));
    }

    public long seek(long position) throws IOException {
        return wait.result(file.seek(position));
    }

    public long seekToEnd() throws IOException {
        return wait.result(file.seekToEnd());
    }

    public long tell() throws IOException {
        return wait.result(file.tell());
    }

    public void truncate(long bytes) throws IOException {
        wait.result(file.truncate(bytes));
    }

    public void flush() throws IOException {
        wait.result(file.flush());
    }

    public void sync(AsyncFile.SyncScope scope) throws IOException {
        wait.result(file.sync(scope));
    }

    public long size() throws IOException {
        return wait.result(file.size());
    }

    public BlockingText text(Charset charset) {
        return new BlockingText(file.text(charset), wait);
    }

    /** To be closed by the caller, also before its end. */
    public BlockingItems<ByteBuffer> chunks(long position, int chunkBytes) {
        return new BlockingItems<>(file.chunks(position, chunkBytes), ByteBuffer::remaining, wait);
    }

    /** To be closed by the caller, also before its end. */
    public BlockingItems<Line> lines(long position, Charset charset) {
        return new BlockingItems<>(file.lines(position, charset), Line::bytes, wait);
    }

    @Override
    public void close() throws IOException {
        wait.result(file.close());
    }
}
