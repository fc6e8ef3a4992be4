package io.sluice.sink.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A {@link ByteSink} as parquet-java wants it: a stream that knows its position. Used by the thread that writes. */
final class SinkFile implements OutputFile {
    /** Small, as thousands may be open: pages are larger, and pass it by. */
    private static final int BUFFER_BYTES = 16 << 10;

    private final ByteSink sink;

    SinkFile(ByteSink sink) {
        this.sink = sink;
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return new SinkStream(sink);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    /** Gathers small writes. Closing hands over what is gathered and leaves the sink open: it is its owner's. */
    private static final class SinkStream extends PositionOutputStream {
        private final ByteSink sink;
        private final ByteBuffer gathered = ByteBuffer.allocate(BUFFER_BYTES);
        private long handedOver;

        SinkStream(ByteSink sink) {
            this.sink = sink;
        }

        @Override
        public long getPos() {
            return handedOver + gathered.position();
        }

        @Override
        public void write(int one) throws IOException {
            if (!gathered.hasRemaining()) {
                flush();
            }
            gathered.put((byte) one);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (length > gathered.remaining()) {
                flush();
            }
            if (length > gathered.capacity()) {
                sink.write(ByteBuffer.wrap(source, offset, length));
                handedOver += length;
            } else {
                gathered.put(source, offset, length);
            }
        }

        @Override
        public void flush() throws IOException {
            gathered.flip();
            int bytes = gathered.remaining();
            sink.write(gathered);
            handedOver += bytes;
            gathered.clear();
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
