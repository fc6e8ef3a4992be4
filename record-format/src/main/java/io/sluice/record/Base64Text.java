package io.sluice.record;

import java.util.Arrays;

/**
 * Reads bytes written in base64 (RFC 4648, section 4): the standard alphabet, padded, no line breaks, unused bits zero.
 * Stateless; a result of null means good, else it is the reason.
 */
final class Base64Text {

    private static final byte[] VALUES = values();

    private Base64Text() {}

    static String read(byte[] bytes, int from, int to, RowBuffer row, int column) {
        int length = to - from;
        int padding = 0;
        while (padding < 2 && padding < length && bytes[to - padding - 1] == '=') {
            padding++;
        }
        if (length % 4 != 0) {
            return fault(bytes, from, to);
        }
        int start = row.scratchUsed();
        // `bytes` may be an older scratch; making room leaves it intact.
        byte[] target = row.scratch(length / 4 * 3);
        int out = start;
        int bits = 0;
        for (int i = 0; i < length - padding; i++) {
            int value = VALUES[bytes[from + i] & 0xFF];
            if (value < 0) {
                return fault(bytes, from, to);
            }
            bits = bits << 6 | value;
            if (i % 4 == 3) {
                target[out++] = (byte) (bits >> 16);
                target[out++] = (byte) (bits >> 8);
                target[out++] = (byte) bits;
                bits = 0;
            }
        }
        if (padding == 2 && (bits & 0xF) == 0) {
            target[out++] = (byte) (bits >> 4);
        } else if (padding == 1 && (bits & 0x3) == 0) {
            target[out++] = (byte) (bits >> 10);
            target[out++] = (byte) (bits >> 2);
        } else if (padding != 0) {
            return fault(bytes, from, to);
        }
        row.scratchUsed(out);
        row.setScratch(column, start);
        return null;
    }

    private static String fault(byte[] bytes, int from, int to) {
        return Excerpt.of(bytes, from, to) + " is not base64: expected the standard alphabet, padded with '='";
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }
}
