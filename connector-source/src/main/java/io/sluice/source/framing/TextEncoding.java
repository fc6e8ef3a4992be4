package io.sluice.source.framing;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * What must be known of a charset to cut text at the right bytes without decoding it: how wide its units are, how a
 * byte order mark looks, and which bytes can stand inside a character. Making one for a charset such as Shift_JIS
 * encodes most of Unicode once, in some ten milliseconds. Immutable, free to share.
 *
 * <p>Allowed is every charset in which a byte means the same wherever it stands and a line feed is one unit: UTF-8,
 * UTF-16 and UTF-32 with their byte order in the name, the one-byte charsets, and Shift_JIS, GBK, GB18030, Big5, EUC
 * and their kin. Not those that switch between states (ISO-2022), nor UTF-16 and UTF-32 whose order is in a mark at the
 * start.
 */
public final class TextEncoding {

    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_CODE_POINT = 0x2FFFF;

    private final Charset charset;
    private final int unit;
    private final byte[] mark;
    private final boolean oneByte;
    private final boolean[] inside;

    private TextEncoding(Charset charset, int unit, boolean oneByte, boolean[] inside) {
        this.charset = charset;
        this.unit = unit;
        this.oneByte = oneByte;
        this.inside = inside;
        mark = charset.name().startsWith("UTF-") ? "\uFEFF".getBytes(charset) : new byte[0];
    }

    /**
     * What there is to know of the charset.
     *
     * @throws IllegalArgumentException if text in it cannot be cut by its bytes
     */
    public static TextEncoding of(Charset charset) {
        Objects.requireNonNull(charset, "charset");
        String name = charset.name();
        if (name.equals("UTF-16") || name.equals("UTF-32")) {
            throw new IllegalArgumentException("charset is " + name + "; allowed are " + name + "LE and " + name
                    + "BE: in mid-file the byte order mark at the start is not seen");
        }
        if (name.startsWith("UTF-16") || name.startsWith("UTF-32")) {
            return new TextEncoding(charset, name.startsWith("UTF-16") ? 2 : 4, false, new boolean[256]);
        }
        if (charset.equals(StandardCharsets.UTF_8)) {
            boolean[] continuation = new boolean[256];
            Arrays.fill(continuation, 0x80, 0xC0, true);
            return new TextEncoding(charset, 1, false, continuation);
        }
        if (!charset.canEncode()) {
            throw refused(charset);
        }
        CharsetEncoder encoder = charset.newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        boolean oneByte = encoder.maxBytesPerChar() == 1.0f;
        return new TextEncoding(charset, 1, oneByte, oneByte ? new boolean[256] : bytesInside(charset, encoder));
    }

    private static boolean[] bytesInside(Charset charset, CharsetEncoder encoder) {
        boolean[] found = new boolean[256];
        char[] chars = new char[2];
        ByteBuffer bytes = ByteBuffer.allocate(64);
        for (int point = 0; point <= LAST_CODE_POINT; point++) {
            CharBuffer text = CharBuffer.wrap(chars, 0, Character.toChars(point, chars, 0));
            bytes.clear();
            CoderResult result = encoder.reset().encode(text, bytes, true);
            // States that text would leave behind are written by flush.
            if (result.isUnderflow() && encoder.flush(bytes).isUnderflow()) {
                boolean unusable = point == '\n' && (bytes.position() != 1 || bytes.get(0) != '\n');
                for (int i = 1; i < bytes.position(); i++) {
                    found[bytes.get(i) & 0xFF] = true;
                    unusable |= (bytes.get(i) & 0xFF) < FIRST_PRINTABLE;
                }
                if (unusable) {
                    throw refused(charset);
                }
            }
        }
        return found;
    }

    private static IllegalArgumentException refused(Charset charset) {
        return new IllegalArgumentException("charset is " + charset.name() + "; allowed are UTF-8, UTF-16LE, UTF-16BE,"
                + " UTF-32LE, UTF-32BE, charsets of one byte per character, and those of several where a byte below 20 is"
                + " always a control character, such as Shift_JIS, GB18030, Big5 and EUC-JP");
    }

    public Charset charset() {
        return charset;
    }

    /** Bytes per code unit; text is cut between units only. */
    int unit() {
        return unit;
    }

    /** Whether a character can have such a byte behind its first one. */
    boolean mayBeInsideCharacter(byte value) {
        return inside[value & 0xFF];
    }

    /** @throws IllegalArgumentException naming the setting, if the charset lacks a character */
    byte[] encode(String setting, String text) {
        try {
            ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(text));
            byte[] encoded = new byte[bytes.remaining()];
            bytes.get(encoded);
            return encoded;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    setting + " is '" + text + "'; allowed is text that " + charset.name() + " can write", e);
        }
    }

    int markBytes() {
        return mark.length;
    }

    /** How long the byte order mark is with which the window begins; -1 if that cannot be told yet. */
    int markAtStart(Window window) {
        if (window.position() != 0) {
            return 0;
        }
        int seen = Math.min(mark.length, window.length());
        if (!Arrays.equals(window.bytes(), window.from(), window.from() + seen, mark, 0, seen)) {
            return 0;
        }
        return seen == mark.length ? seen : window.isLast() ? 0 : -1;
    }

    /** Where the last character that ends at or before {@code limit} ends, for text that begins at {@code from}. */
    int boundary(byte[] bytes, int from, int limit) {
        if (oneByte) {
            return limit;
        }
        // Only the charset's decoder knows where its characters end. It leaves a cut one alone.
        var decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, limit - from);
        CharBuffer out = CharBuffer.allocate(1024);
        while (decoder.decode(in, out, false).isOverflow()) {
            out.clear();
        }
        return in.position() > from ? in.position() : limit;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextEncoding that && charset.equals(that.charset);
    }

    @Override
    public int hashCode() {
        return charset.hashCode();
    }

    @Override
    public String toString() {
        return charset.name();
    }
}
