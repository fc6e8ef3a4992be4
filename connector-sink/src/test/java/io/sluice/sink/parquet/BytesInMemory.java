package io.sluice.sink.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** A file in memory that is written and then read, by one thread. */
final class BytesInMemory implements ByteSink, ByteSource {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    @Override
    public void write(ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        content.writeBytes(bytes);
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public long bytes() {
        return content.size();
    }

    @Override
    public int read(ByteBuffer target, long position) {
        int bytes = (int) Math.min(target.remaining(), content.size() - position);
        if (bytes <= 0) {
            return -1;
        }
        target.put(content.toByteArray(), (int) position, bytes);
        return bytes;
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    byte[] toByteArray() {
        return content.toByteArray();
    }
}
