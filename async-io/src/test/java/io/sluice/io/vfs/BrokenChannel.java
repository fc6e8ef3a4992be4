package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

/** A channel on which everything fails with the same words, as the JDK's does with the system's. */
final class BrokenChannel extends FileChannel {

    private final String words;
    private final List<Boolean> forced = new ArrayList<>();

    BrokenChannel(String words) {
        this.words = words;
    }

    /** What {@link #force} was called with. */
    List<Boolean> forced() {
        return forced;
    }

    private IOException failure() {
        return new IOException(words);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        throw failure();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        throw failure();
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        throw failure();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        throw failure();
    }

    @Override
    public long position() throws IOException {
        throw failure();
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        throw failure();
    }

    @Override
    public long size() throws IOException {
        throw failure();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        throw failure();
    }

    @Override
    public void force(boolean metaData) throws IOException {
        forced.add(metaData);
        throw failure();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        throw failure();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        throw failure();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        throw failure();
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        throw failure();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        throw failure();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        throw failure();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        throw failure();
    }

    @Override
    protected void implCloseChannel() {
        // Nothing is open.
    }
}
