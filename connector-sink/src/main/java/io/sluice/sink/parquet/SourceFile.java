package io.sluice.sink.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A {@link ByteSource} as parquet-java wants it. The source stays its owner's to close. Used by one thread at a time. */
final class SourceFile implements InputFile {
    private final ByteSource source;

    SourceFile(ByteSource source) {
        this.source = source;
    }

    @Override
    public long getLength() {
        return source.bytes();
    }

    @Override
    public SeekableInputStream newStream() {
        return new SourceStream(source);
    }

    @Override
    public String toString() {
        return source.name();
    }

    private static final class SourceStream extends SeekableInputStream {
        private final ByteSource source;
        private long position;

        SourceStream(ByteSource source) {
            this.source = source;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long to) {
            position = to;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return read(ByteBuffer.wrap(target, offset, length));
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            int read = source.read(target, position);
            position += Math.max(read, 0);
            return read;
        }

        @Override
        public void readFully(byte[] target) throws IOException {
            readFully(ByteBuffer.wrap(target));
        }

        @Override
        public void readFully(byte[] target, int offset, int length) throws IOException {
            readFully(ByteBuffer.wrap(target, offset, length));
        }

        @Override
        public void readFully(ByteBuffer target) throws IOException {
            while (target.hasRemaining()) {
                if (read(target) < 0) {
                    throw new EOFException(source.name() + ": ends at byte " + position + ", " + target.remaining()
                            + " bytes before what its footer says");
                }
            }
        }
    }
}
