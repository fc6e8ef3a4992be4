package io.sluice.source.content;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes lz4 frames whose blocks refer to earlier ones, as the C library does by default. lz4-java cannot, and commons-compress takes
 * minutes for some megabytes. Looks back once per place, by a table of hashes.
 */
final class LinkedLz4 {

    private static final int FURTHEST = 65_535;

    private final byte[] content;
    private final int[] lastSeen = new int[1 << 14];

    private LinkedLz4(byte[] content) {
        this.content = content;
    }

    /** @param blockCode 4 to 7 for blocks of 64 KiB to 4 MiB */
    static byte[] frame(byte[] content, int blockCode) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        byte[] descriptor = {0x44, (byte) (blockCode << 4)};
        frame.writeBytes(new byte[] {4, 0x22, 0x4D, 0x18});
        frame.writeBytes(descriptor);
        frame.write(XxHash32.of(descriptor, 0, 2) >>> 8);
        LinkedLz4 encoder = new LinkedLz4(content);
        int blockBytes = 1 << (8 + 2 * blockCode);
        for (int from = 0; from < content.length; from += blockBytes) {
            int length = Math.min(blockBytes, content.length - from);
            byte[] block = encoder.block(from, from + length);
            if (block.length < length) {
                frame.writeBytes(littleEndian(block.length));
                frame.writeBytes(block);
            } else {
                frame.writeBytes(littleEndian(length | Integer.MIN_VALUE));
                frame.write(content, from, length);
            }
        }
        frame.writeBytes(littleEndian(0));
        frame.writeBytes(littleEndian(XxHash32.of(content, 0, content.length)));
        return frame.toByteArray();
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private byte[] block(int from, int to) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        int literals = from;
        int at = from;
        while (at < to - 12) {
            int word = ByteBuffer.wrap(content).getInt(at);
            int slot = (word * 0x9E3779B1) >>> 18;
            int seen = lastSeen[slot] - 1;
            lastSeen[slot] = at + 1;
            if (seen < 0 || at - seen > FURTHEST || ByteBuffer.wrap(content).getInt(seen) != word) {
                at++;
                continue;
            }
            int length = 4;
            while (at + length < to - 5 && content[seen + length] == content[at + length]) {
                length++;
            }
            sequence(block, literals, at, length);
            block.write(at - seen);
            block.write((at - seen) >>> 8);
            more(block, length - 4);
            at += length;
            literals = at;
        }
        sequence(block, literals, to, 4);
        return block.toByteArray();
    }

    private void sequence(ByteArrayOutputStream block, int from, int to, int length) {
        block.write((Math.min(to - from, 15) << 4) | Math.min(length - 4, 15));
        more(block, to - from);
        block.write(content, from, to - from);
    }

    private static void more(ByteArrayOutputStream block, int length) {
        if (length >= 15) {
            int rest = length - 15;
            for (; rest >= 255; rest -= 255) {
                block.write(255);
            }
            block.write(rest);
        }
    }
}
