package io.sluice.io;

import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a file, a chunk a refill. */
final class ChunkFeed implements Feed<ByteBuffer> {
    private final VfsFile file;
    private final int chunkBytes;
    private long position;
    private ByteBuffer ready;

    ChunkFeed(VfsFile file, long position, int chunkBytes) {
        this.file = file;
        this.position = position;
        this.chunkBytes = chunkBytes;
    }

    @Override
    public ByteBuffer next() {
        ByteBuffer chunk = ready;
        ready = null;
        return chunk;
    }

    @Override
    public boolean refill() throws IOException {
        // A buffer for each chunk: it belongs to the subscriber, who may keep it.
        ByteBuffer chunk = ByteBuffer.allocate(chunkBytes);
        int count = Transfers.readSome(file, chunk, position);
        if (count < 0) {
            return false;
        }
        position += count;
        ready = chunk.flip();
        return true;
    }
}
