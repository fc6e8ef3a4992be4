package io.sluice.source.content;

import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file as it is. One thread at a time. */
final class PlainContent implements Content {

    private final VfsFile file;

    PlainContent(VfsFile file) {
        this.file = file;
    }

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
