package io.sluice.source.content;

import java.io.IOException;

/**
 * bzip2, stream by stream, by {@link Bzip2Block}. A block that is not there as a whole is begun anew once there is more. One thread at
 * a time.
 */
final class Bzip2Decoder implements Decoder {

    private static final int HEADER_BYTES = 4;
    private static final int BLOCK_STEP_BYTES = 100_000;
    private static final long BLOCK_MARK = 0x314159265359L;
    private static final long END_MARK = 0x177245385090L;
    private static final int CRC_POLYNOMIAL = 0x04C11DB7;
    private static final int[] CRC = crcTable();

    private final FileInput input;
    private final BitInput bits;
    private final Bzip2Block block;

    private int largestBlock;
    private boolean inBlock;
    private boolean streamEnded;
    private int blockChecksum;
    private int saidBlockChecksum;
    private int streamChecksum;

    Bzip2Decoder(FileInput input) {
        this.input = input;
        this.bits = new BitInput(input);
        this.block = new Bzip2Block(bits);
    }

    private static int[] crcTable() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ (crc < 0 ? CRC_POLYNOMIAL : 0);
            }
            table[i] = crc;
        }
        return table;
    }

    @Override
    public boolean begin() throws IOException {
        if (!input.more()) {
            return false;
        }
        if (input.byteAt(0) != 'B') {
            throw new BrokenFormatException("no bzip2 stream begins there");
        }
        input.require(HEADER_BYTES);
        int level = input.byteAt(3) - '0';
        if (input.byteAt(1) != 'Z' || input.byteAt(2) != 'h' || level < 1 || level > 9) {
            throw new BrokenFormatException("no bzip2 stream begins there");
        }
        input.consume(HEADER_BYTES);
        bits.start();
        largestBlock = level * BLOCK_STEP_BYTES;
        inBlock = false;
        streamEnded = false;
        streamChecksum = 0;
        return true;
    }

    @Override
    public int decode(byte[] target, int from, int to) throws IOException {
        while (!streamEnded) {
            if (!inBlock) {
                takeBlock();
                continue;
            }
            int read = block.read(target, from, to);
            if (read > 0) {
                int crc = blockChecksum;
                for (int i = from; i < from + read; i++) {
                    crc = crc << 8 ^ CRC[crc >>> 24 ^ (target[i] & 0xFF)];
                }
                blockChecksum = crc;
                return read;
            }
            inBlock = false;
            if (~blockChecksum != saidBlockChecksum) {
                throw new BrokenFormatException("a block's checksum does not hold");
            }
            streamChecksum = Integer.rotateLeft(streamChecksum, 1) ^ saidBlockChecksum;
        }
        return -1;
    }

    private void takeBlock() throws IOException {
        bits.mark();
        try {
            long mark = (long) bits.take(24) << 24 | bits.take(24);
            int said = bits.takeInt();
            if (mark == END_MARK) {
                if (said != streamChecksum) {
                    throw new BrokenFormatException("the stream's checksum does not hold");
                }
                bits.align();
                streamEnded = true;
                return;
            }
            if (mark != BLOCK_MARK) {
                throw new BrokenFormatException("no block begins there");
            }
            block.take(largestBlock);
            saidBlockChecksum = said;
            blockChecksum = -1;
            inBlock = true;
        } catch (IOException e) {
            bits.rewind();
            throw e;
        }
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public void close() {}
}
