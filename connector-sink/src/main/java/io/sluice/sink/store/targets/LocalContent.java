package io.sluice.sink.store.targets;

import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that is open for reading. Safe from any thread; its owner closes it. */
final class LocalContent implements StoredContent {
    private final LocalReads reads;
    private final VfsFile file;
    private final String name;
    private final long bytes;

    LocalContent(LocalReads reads, VfsFile file, String name, long bytes) {
        this.reads = reads;
        this.file = file;
        this.name = name;
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return reads.read(file, target, position);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
