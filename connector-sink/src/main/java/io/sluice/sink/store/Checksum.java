package io.sluice.sink.store;

import io.sluice.sink.store.targets.StoredContent;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** The checksum that the log has of each file: CRC-32C, with its name in front so that there can be others. */
public final class Checksum {
    private static final int BUFFER_BYTES = 256 << 10;

    private final CRC32C sum = new CRC32C();

    /** Takes what remains in {@code bytes}, and leaves it there. One thread at a time. */
    public void update(ByteBuffer bytes) {
        sum.update(bytes.duplicate());
    }

    /** Of all that was taken so far. */
    public String text() {
        return "crc32c:" + HexFormat.of().toHexDigits((int) sum.getValue());
    }

    /** Of a whole object. */
    public static String of(StoredContent content) throws IOException {
        Checksum checksum = new Checksum();
        read(content, checksum::update);
        return checksum.text();
    }

    /** Takes parts of an object. */
    @FunctionalInterface
    public interface Part {
        void take(ByteBuffer bytes) throws IOException;
    }

    /** Reads an object from its beginning to its end. */
    public static void read(StoredContent content, Part part) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(1, Math.min(BUFFER_BYTES, content.bytes())));
        long position = 0;
        while (position < content.bytes()) {
            int read = content.read(buffer.clear(), position);
            if (read < 0) {
                throw new EOFException(content.name() + ": ended at byte " + position + " of " + content.bytes()
                        + " while it was read");
            }
            position += read;
            part.take(buffer.flip());
        }
    }
}
