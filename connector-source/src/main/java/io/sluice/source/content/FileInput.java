package io.sluice.source.content;

import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads a file forward through a buffer of its own. A reading that fails, or finds too little, leaves the position where it
 * was, so a decoder that takes only what is there as a whole can go on later. One thread at a time.
 */
final class FileInput {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final VfsFile file;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int end;
    /** Of {@code buffer[end]} in the file. */
    private long endPosition;

    FileInput(VfsFile file) {
        this.file = file;
    }

    /** Of the next byte in the file. */
    long position() {
        return endPosition - (end - next);
    }

    /** Where the bytes read so far end in the file. */
    long endPosition() {
        return endPosition;
    }

    void seek(long position) {
        long back = endPosition - position;
        if (back >= 0 && back <= end) {
            next = end - (int) back;
        } else {
            next = 0;
            end = 0;
            endPosition = position;
        }
    }

    /** Skips bytes that must be there. */
    void skip(long bytes) throws IOException {
        long target = position() + bytes;
        if (bytes > available()) {
            long size = file.size();
            if (size < target) {
                throw new InputEndedException(size);
            }
        }
        seek(target);
    }

    /** The array that holds the {@link #available} bytes from {@link #next} on, until more is asked for. */
    byte[] array() {
        return buffer;
    }

    int next() {
        return next;
    }

    int available() {
        return end - next;
    }

    void consume(int bytes) {
        next += bytes;
    }

    /** Whether there is at least one byte more. */
    boolean more() throws IOException {
        return next < end || fill();
    }

    /** Makes sure of one byte. */
    void require() throws IOException {
        if (!more()) {
            throw new InputEndedException(endPosition);
        }
    }

    /** Makes sure that so many bytes are in the array. Takes memory for them only if the file has them. */
    void require(int bytes) throws IOException {
        if (available() >= bytes) {
            return;
        }
        if (bytes > buffer.length) {
            long size = file.size();
            if (size < position() + bytes) {
                throw new InputEndedException(size);
            }
            byte[] larger = new byte[bytes];
            System.arraycopy(buffer, next, larger, 0, available());
            end -= next;
            next = 0;
            buffer = larger;
        }
        while (available() < bytes) {
            if (!fill()) {
                throw new InputEndedException(endPosition);
            }
        }
    }

    /** Takes one byte. */
    int takeByte() throws IOException {
        if (next == end) {
            require();
        }
        return buffer[next++] & 0xFF;
    }

    /** The byte so far ahead, which {@link #require(int)} made sure of. */
    int byteAt(int ahead) {
        return buffer[next + ahead] & 0xFF;
    }

    int shortAt(int ahead) {
        return byteAt(ahead) | byteAt(ahead + 1) << 8;
    }

    int intAt(int ahead) {
        return shortAt(ahead) | shortAt(ahead + 2) << 16;
    }

    long longAt(int ahead) {
        return (intAt(ahead) & 0xFFFF_FFFFL) | (long) intAt(ahead + 4) << 32;
    }

    /** Reads some more behind what is there. */
    private boolean fill() throws IOException {
        if (next == end) {
            next = 0;
            end = 0;
        } else if (end == buffer.length) {
            System.arraycopy(buffer, next, buffer, 0, available());
            end -= next;
            next = 0;
        }
        int read = file.read(ByteBuffer.wrap(buffer, end, buffer.length - end), endPosition);
        if (read <= 0) {
            return false;
        }
        end += read;
        endPosition += read;
        return true;
    }

    /** The same as a stream that fails where the file ends. */
    InputStream stream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return takeByte();
            }

            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                require();
                int taken = Math.min(length, FileInput.this.available());
                System.arraycopy(buffer, next, target, from, taken);
                consume(taken);
                return taken;
            }
        };
    }
}
