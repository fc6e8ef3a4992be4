package io.sluice.source.content;

import java.io.IOException;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.SingleXZInputStream;
import org.tukaani.xz.XZIOException;

/**
 * xz by XZ for Java, stream by stream, with the zeros that may lie between. The library pulls its input, so where that ends
 * or fails the stream has to be begun anew. One thread at a time.
 */
final class XzDecoder implements Decoder {

    private final FileInput input;
    private final long largestWindowBytes;
    private SingleXZInputStream stream;

    XzDecoder(FileInput input, long largestWindowBytes) {
        this.input = input;
        this.largestWindowBytes = largestWindowBytes;
    }

    @Override
    public boolean begin() throws IOException {
        close();
        long start = input.position();
        try {
            while (input.more() && input.byteAt(0) == 0) {
                input.require(4);
                if (input.intAt(0) != 0) {
                    throw new BrokenFormatException("the padding between two streams is no multiple of four bytes");
                }
                input.consume(4);
            }
            if (!input.more()) {
                return false;
            }
            int limitKib = (int) Math.min(largestWindowBytes >>> 10, Integer.MAX_VALUE);
            stream = new SingleXZInputStream(input.stream(), limitKib);
            return true;
        } catch (IOException e) {
            input.seek(start);
            throw said(e);
        }
    }

    @Override
    public int decode(byte[] target, int from, int to) throws IOException {
        try {
            return stream.read(target, from, to - from);
        } catch (IOException e) {
            throw said(e);
        }
    }

    private IOException said(IOException e) {
        if (e instanceof MemoryLimitException memory) {
            return new WindowTooLargeException(memory.getMemoryNeeded() * 1024L, largestWindowBytes);
        }
        return e instanceof XZIOException
                ? new BrokenFormatException(e.getMessage() == null ? "it breaks the format" : e.getMessage(), e)
                : e;
    }

    @Override
    public boolean goesOn() {
        return false;
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            // Its own arrays go; the file stays.
            stream.close(false);
            stream = null;
        }
    }
}
