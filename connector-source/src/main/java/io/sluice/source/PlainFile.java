package io.sluice.source;

import io.sluice.io.vfs.VfsFile;
import io.sluice.source.content.Compression;
import io.sluice.source.content.Content;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a file as they are. Owned by one reader. */
record PlainFile(VfsFile file) implements Content {

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
