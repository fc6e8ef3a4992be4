package io.sluice.source.content;

import java.io.IOException;
import java.util.Arrays;

/**
 * The lz4 frame format, with independent and with linked blocks. Takes a block from the file only once it is there as a whole, and
 * checks its checksum, if it has one, before it hands anything out. One thread at a time.
 */
final class Lz4Decoder implements Decoder {

    static final int MAGIC = 0x184D2204;
    private static final int HISTORY_BYTES = 64 * 1024;
    private static final int UNCOMPRESSED = 0x8000_0000;

    private final FileInput input;
    private final XxHash32 checksum = new XxHash32();

    private boolean linked;
    private boolean blockChecksums;
    private boolean contentChecksum;
    /** What the frame says it holds, -1 if it does not say. */
    private long promised;

    private long produced;
    private int largestBlock;
    /** The end of the block before, up to {@link #HISTORY_BYTES}, and behind it the block. */
    private byte[] window = new byte[0];

    private int history;
    private int next;
    private int end;
    private boolean frameEnded;

    Lz4Decoder(FileInput input) {
        this.input = input;
    }

    @Override
    public boolean begin() throws IOException {
        long start = input.position();
        try {
            while (input.more()) {
                input.require(4);
                int magic = input.intAt(0);
                if (!ZstdDecoder.isSkippable(magic)) {
                    if (magic != MAGIC) {
                        throw new BrokenFormatException("no lz4 frame begins there");
                    }
                    readHeader();
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

    private void readHeader() throws IOException {
        input.require(7);
        int flags = input.byteAt(4);
        int blocks = input.byteAt(5);
        if (flags >>> 6 != 1 || (flags & 2) != 0 || (blocks & 0x8F) != 0 || blocks >>> 4 < 4) {
            throw new BrokenFormatException("the frame's header has values that lz4 does not know");
        }
        boolean sized = (flags & 8) != 0;
        boolean dictionary = (flags & 1) != 0;
        int descriptorEnd = 6 + (sized ? 8 : 0) + (dictionary ? 4 : 0);
        input.require(descriptorEnd + 1);
        int hash = XxHash32.of(input.array(), input.next() + 4, input.next() + descriptorEnd);
        if (input.byteAt(descriptorEnd) != (hash >>> 8 & 0xFF)) {
            throw new BrokenFormatException("the checksum of the frame's header does not hold");
        }
        if (dictionary) {
            throw new BrokenFormatException("the frame needs a dictionary, which is not supported");
        }
        linked = (flags & 0x20) == 0;
        blockChecksums = (flags & 0x10) != 0;
        contentChecksum = (flags & 4) != 0;
        promised = sized ? input.longAt(6) : -1;
        largestBlock = 1 << (8 + 2 * (blocks >>> 4));
        input.consume(descriptorEnd + 1);
        checksum.reset();
        produced = 0;
        history = 0;
        next = HISTORY_BYTES;
        end = HISTORY_BYTES;
        frameEnded = false;
    }

    @Override
    public int decode(byte[] target, int from, int to) throws IOException {
        while (next == end) {
            if (frameEnded) {
                return -1;
            }
            takeBlock();
        }
        int taken = Math.min(to - from, end - next);
        System.arraycopy(window, next, target, from, taken);
        next += taken;
        return taken;
    }

    private void takeBlock() throws IOException {
        input.require(4);
        int word = input.intAt(0);
        if (word == 0) {
            endFrame();
            return;
        }
        int length = word & ~UNCOMPRESSED;
        if (length > largestBlock) {
            throw new BrokenFormatException(
                    "a block of " + length + " bytes in a frame whose blocks hold " + largestBlock + " at most");
        }
        input.require(4 + length + (blockChecksums ? 4 : 0));
        byte[] source = input.array();
        int from = input.next() + 4;
        if (blockChecksums && input.intAt(4 + length) != XxHash32.of(source, from, from + length)) {
            throw new BrokenFormatException("a block's checksum does not hold");
        }
        slide();
        if ((word & UNCOMPRESSED) == 0) {
            end = Lz4Block.decompress(
                    source,
                    from,
                    from + length,
                    window,
                    HISTORY_BYTES - history,
                    HISTORY_BYTES,
                    HISTORY_BYTES + largestBlock);
        } else {
            System.arraycopy(source, from, window, HISTORY_BYTES, length);
            end = HISTORY_BYTES + length;
        }
        produced += end - HISTORY_BYTES;
        if (contentChecksum) {
            checksum.update(window, HISTORY_BYTES, end);
        }
        input.consume(4 + length + (blockChecksums ? 4 : 0));
    }

    /** Makes what the block before has at its end the history of the next one, and room for that. */
    private void slide() {
        if (window.length < HISTORY_BYTES + largestBlock) {
            window = Arrays.copyOf(window, HISTORY_BYTES + largestBlock);
        }
        if (linked) {
            int kept = Math.min(HISTORY_BYTES, history + end - HISTORY_BYTES);
            System.arraycopy(window, end - kept, window, HISTORY_BYTES - kept, kept);
            history = kept;
        }
        next = HISTORY_BYTES;
        end = HISTORY_BYTES;
    }

    private void endFrame() throws IOException {
        int length = contentChecksum ? 8 : 4;
        input.require(length);
        if (contentChecksum && input.intAt(4) != checksum.value()) {
            throw new BrokenFormatException("the frame's checksum does not hold");
        }
        if (promised >= 0 && promised != produced) {
            throw new BrokenFormatException("the frame holds " + produced + " bytes, but says " + promised);
        }
        input.consume(length);
        frameEnded = true;
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public void close() {
        window = new byte[0];
    }
}
