package io.sluice.record;

import java.nio.charset.StandardCharsets;

/** A short, printable piece of a bad field for its reason. Made for bad rows only. Stateless. */
final class Excerpt {

    private static final int MAX_BYTES = 40;

    private Excerpt() {}

    static String of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return of(bytes, 0, bytes.length);
    }

    static String of(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder("'");
        int end = Math.min(to, from + MAX_BYTES);
        for (int i = from; i < end; i++) {
            int value = bytes[i] & 0xFF;
            if (value >= 0x20 && value < 0x7F) {
                text.append((char) value);
            } else {
                text.append("\\x")
                        .append(Character.forDigit(value >> 4, 16))
                        .append(Character.forDigit(value & 15, 16));
            }
        }
        return text.append(end < to ? "'... (" + (to - from) + " bytes)" : "'").toString();
    }
}
