package io.sluice.source.content;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** zstd by zstd-jni, frame by frame; skippable frames are skipped. One thread at a time. */
final class ZstdDecoder implements Decoder {

    static final int MAGIC = 0xFD2FB528;
    /** zstd-jni does not let a context go above it. */
    private static final long MOST_WINDOW_BYTES = 128L << 20;

    private static final int PIECE_BYTES = 64 * 1024;
    private static final int BLOCK_BYTES = 128 * 1024;

    private final FileInput input;
    private final long largestWindowBytes;
    private final ZstdDecompressCtx context;
    /** What {@link #input} has next, where native code reads it. */
    private final ByteBuffer source = ByteBuffer.allocateDirect(PIECE_BYTES).limit(0);
    /** What was decompressed and not yet handed out: from 0 to its position, of which {@link #handedOut} are gone. */
    private final ByteBuffer ready = ByteBuffer.allocateDirect(BLOCK_BYTES);

    private int handedOut;
    private boolean frameEnded;

    /** @param context which {@link #close} closes */
    ZstdDecoder(FileInput input, long largestWindowBytes, ZstdDecompressCtx context) {
        this.input = input;
        this.largestWindowBytes = Math.min(largestWindowBytes, MOST_WINDOW_BYTES);
        this.context = context;
    }

    static boolean isSkippable(int magic) {
        return (magic & 0xFFFF_FFF0) == 0x184D2A50;
    }

    @Override
    public boolean begin() throws IOException {
        long start = input.position();
        source.limit(0);
        try {
            while (input.more()) {
                input.require(4);
                if (!isSkippable(input.intAt(0))) {
                    long window = window();
                    if (window > largestWindowBytes) {
                        throw new WindowTooLargeException(window, largestWindowBytes);
                    }
                    context.reset();
                    ready.clear();
                    handedOut = 0;
                    frameEnded = false;
                    return true;
                }
                input.require(8);
                input.skip(8 + (input.intAt(4) & 0xFFFF_FFFFL));
            }
        } catch (IOException e) {
            input.seek(start);
            throw e;
        }
        return false;
    }

    /** What the header of the frame asks for: a window of its own, or its whole content. */
    private long window() throws IOException {
        if (input.intAt(0) != MAGIC) {
            throw new BrokenFormatException("no zstd frame begins there");
        }
        input.require(6);
        int descriptor = input.byteAt(4);
        boolean wholeContent = (descriptor & 0x20) != 0;
        if (!wholeContent) {
            int window = input.byteAt(5);
            long base = 1L << (10 + (window >>> 3));
            return base + (base >>> 3) * (window & 7);
        }
        int dictionaryBytes = (1 << (descriptor & 3)) >> 1;
        int sizeBytes = 1 << (descriptor >>> 6);
        int at = 5 + dictionaryBytes;
        input.require(at + sizeBytes);
        long size = switch (sizeBytes) {
            case 1 -> input.byteAt(at);
            case 2 -> input.shortAt(at) + 256L;
            case 4 -> input.intAt(at) & 0xFFFF_FFFFL;
            default -> input.longAt(at);
        };
        return size < 0 ? Long.MAX_VALUE : size;
    }

    @Override
    public int decode(byte[] target, int from, int to) throws IOException {
        while (handedOut == ready.position()) {
            if (frameEnded) {
                return -1;
            }
            decompress();
        }
        int taken = Math.min(to - from, ready.position() - handedOut);
        ready.get(handedOut, target, from, taken);
        handedOut += taken;
        return taken;
    }

    private void decompress() throws IOException {
        if (!source.hasRemaining()) {
            // What did not fit before comes out without input. Otherwise none may be given: the library takes it for a
            // fault in the end.
            if (ready.hasRemaining()) {
                input.require();
            }
            int given = Math.min(input.available(), PIECE_BYTES);
            source.clear();
            source.put(0, input.array(), input.next(), given);
            source.limit(given);
        }
        ready.clear();
        handedOut = 0;
        int before = source.position();
        try {
            frameEnded = context.decompressDirectByteBufferStream(ready, source);
        } catch (ZstdException e) {
            throw new BrokenFormatException(String.valueOf(e.getMessage()), e);
        }
        input.consume(source.position() - before);
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public void close() {
        context.close();
    }
}
