package io.sluice.source.tail;

import io.sluice.io.vfs.VfsFile;
import io.sluice.source.content.Compression;
import io.sluice.source.content.Content;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file's own bytes, or all of them inverted: a compression that compresses nothing. */
record PlainBytes(VfsFile file, boolean inverted) implements Content {

    static byte[] inverted(byte[] bytes) {
        byte[] other = bytes.clone();
        for (int i = 0; i < other.length; i++) {
            other[i] ^= (byte) 0xff;
        }
        return other;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int from = target.position();
        int read = file.read(target, position);
        for (int i = from; inverted && i < target.position(); i++) {
            target.put(i, (byte) ~target.get(i));
        }
        return read;
    }

    @Override
    public Compression compression() {
        return inverted ? Compression.GZIP : Compression.NONE;
    }

    @Override
    public long size() throws IOException {
        return inverted ? -1 : file.size();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
