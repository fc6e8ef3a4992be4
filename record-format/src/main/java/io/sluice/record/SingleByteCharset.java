package io.sluice.record;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Turns text of a charset with one byte per character, ASCII in its lower half, into UTF-8. Because delimiters, quotes,
 * line ends and digits are ASCII, rows are split and numbers read from the original bytes, only strings are transcoded,
 * and every reported position is true. Immutable, free to share.
 */
final class SingleByteCharset {

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
        byte[][] utf8ByByte = new byte[256][];
        for (int i = 0; i < 256; i++) {
            String text = decode(charset, i);
            // In a multi-byte charset some lead byte, in UTF-16 any single byte, does not decode to one character, and
            // then pairs would be misread: refuse all charsets that can encode more than their single bytes spell.
            utf8ByByte[i] = text == null ? UNMAPPED : text.getBytes(StandardCharsets.UTF_8);
            if (i < 128 && (text == null || text.length() != 1 || text.charAt(0) != i)) {
                throw refused(charset);
            }
        }
        if (charset.canEncode()
                ? charset.newEncoder().maxBytesPerChar() > 1
                : charset.newDecoder().maxCharsPerByte() > 1) {
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

    private static String decode(Charset charset, int value) {
        try {
            CharBuffer text = charset.newDecoder().decode(ByteBuffer.wrap(new byte[] {(byte) value}));
            return text.toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static IllegalArgumentException refused(Charset charset) {
        return new IllegalArgumentException(
                "csv charset is " + charset.name() + "; allowed are UTF-8 and charsets of one"
                        + " byte per character that agree with ASCII, such as ISO-8859-1 or windows-1252. Convert other text to"
                        + " UTF-8 before it is cut into records");
    }
}
