package io.sluice.record;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Turns text of a charset with one byte per character, ASCII in its lower half, into UTF-8. Because delimiters, quotes,
 * line ends and digits are ASCII, rows are split and numbers read from the original bytes, only strings are transcoded,
 * and every reported position is true. Immutable, free to share.
 */
final class SingleByteCharset {

    /** What the JDK puts in place of a byte that is no character. */
    private static final String REPLACEMENT = "\ufffd";

    private static final byte[] UNMAPPED = {};

    private final byte[][] utf8ByByte;

    private SingleByteCharset(byte[][] utf8ByByte) {
        this.utf8ByByte = utf8ByByte;
    }

    static void check(Charset charset) {
        if (!charset.equals(StandardCharsets.UTF_8)) {
            of(charset);
        }
    }

    static SingleByteCharset of(Charset charset) {
        // A charset that needs more than a byte for some character would be misread byte by byte.
        boolean oneByte = charset.canEncode()
                ? charset.newEncoder().maxBytesPerChar() == 1
                : charset.newDecoder().maxCharsPerByte() == 1;
        byte[][] utf8ByByte = new byte[256][];
        for (int i = 0; i < 256 && oneByte; i++) {
            String text = new String(new byte[] {(byte) i}, charset);
            if (i < 128 && !text.equals(Character.toString(i))) {
                throw refused(charset);
            }
            utf8ByByte[i] = text.equals(REPLACEMENT) ? UNMAPPED : text.getBytes(StandardCharsets.UTF_8);
        }
        if (!oneByte) {
            throw refused(charset);
        }
        return new SingleByteCharset(utf8ByByte);
    }

    /** Appends the text to the row's scratch as UTF-8; returns the index of a byte that is no character, or -1. */
    int transcode(byte[] bytes, int from, int to, RowBuffer row) {
        // A character of the basic plane takes at most three bytes.
        byte[] target = row.scratch(Math.multiplyExact(to - from, 3));
        int out = row.scratchUsed();
        for (int i = from; i < to; i++) {
            byte value = bytes[i];
            if (value >= 0) {
                target[out++] = value;
                continue;
            }
            byte[] utf8 = utf8ByByte[value & 0xFF];
            if (utf8.length == 0) {
                return i;
            }
            for (byte part : utf8) {
                target[out++] = part;
            }
        }
        row.scratchUsed(out);
        return -1;
    }

    private static IllegalArgumentException refused(Charset charset) {
        return new IllegalArgumentException(
                "csv charset is " + charset.name() + "; allowed are UTF-8 and charsets of one"
                        + " byte per character that agree with ASCII, such as ISO-8859-1 or windows-1252. Convert other text to"
                        + " UTF-8 before it is cut into records");
    }
}
