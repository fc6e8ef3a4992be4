package io.sluice.source.tail;

import io.sluice.io.vfs.VfsFile;
import io.sluice.source.content.Compression;
import io.sluice.source.content.Content;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file's own bytes. */
record PlainBytes(VfsFile file) implements Content {

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return file.read(target, position);
    }

    @Override
    public Compression compression() {
        return Compression.NONE;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
