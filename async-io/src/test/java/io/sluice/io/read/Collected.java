package io.sluice.io.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Keeps every byte and the chunks they came in, and insists that they follow one another. */
final class Collected implements ChunkReader<byte[]> {

    /** Called with each chunk, after it was kept. */
    interface OnChunk {
        void chunk(int number) throws IOException;
    }

    private final OnChunk onChunk;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final List<Integer> chunks = new ArrayList<>();

    Collected() {
        this(number -> {});
    }

    Collected(OnChunk onChunk) {
        this.onChunk = onChunk;
    }

    @Override
    public void chunk(ByteBuffer chunk, long position) throws IOException {
        if (position != bytes.size()) {
            throw new AssertionError("a chunk at " + position + " after " + bytes.size() + " bytes");
        }
        if (!chunk.isReadOnly()) {
            throw new AssertionError("a chunk that could be written to");
        }
        byte[] copy = new byte[chunk.remaining()];
        chunk.get(copy);
        bytes.write(copy);
        chunks.add(copy.length);
        onChunk.chunk(chunks.size());
    }

    @Override
    public byte[] end(long total) {
        if (total != bytes.size()) {
            throw new AssertionError("the end at " + total + " after " + bytes.size() + " bytes");
        }
        return bytes.toByteArray();
    }

    @Override
    public boolean takesMappedMemory() {
        return true;
    }
}
