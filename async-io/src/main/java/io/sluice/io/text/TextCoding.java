package io.sluice.io.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Turns the bytes of one file into strings and refuses what is no text in the charset, naming the byte position; and strings
 * into bytes, refusing what the charset cannot write. One thread at a time.
 */
public final class TextCoding {
    /** The longest byte-order mark there is. */
    public static final int LONGEST_MARK = 4;

    private static final char REPLACEMENT = '\uFFFD';

    private final String file;
    private final Charset charset;
    private final boolean readsEveryByte;
    private final boolean replacesWhatItCannotRead;
    private final CharsetDecoder strict;

    TextCoding(String file, Charset charset) {
        this.file = file;
        this.charset = charset;
        this.readsEveryByte = charset.equals(ISO_8859_1);
        this.replacesWhatItCannotRead = charset.equals(UTF_8) || charset.equals(US_ASCII);
        this.strict = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /**
     * Decodes a range that ends on a character's border.
     *
     * @param position where the range's first byte stands in the file, for the message
     */
    String decode(byte[] bytes, int offset, int length, long position) throws MalformedTextException {
        if (readsEveryByte) {
            return new String(bytes, offset, length, charset);
        }
        if (replacesWhatItCannotRead) {
            // The JDK's intrinsics decode; only a text with a replacement character, read or put there, is looked at
            // twice.
            String text = new String(bytes, offset, length, charset);
            if (text.indexOf(REPLACEMENT) < 0) {
                return text;
            }
        }
        return decodeStrictly(bytes, offset, length, position);
    }

    private String decodeStrictly(byte[] bytes, int offset, int length, long position) throws MalformedTextException {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        CharBuffer out = CharBuffer.allocate((int) Math.ceil(length * (double) strict.maxCharsPerByte()) + 2);
        strict.reset();
        CoderResult result = strict.decode(in, out, true);
        if (result.isUnderflow()) {
            result = strict.flush(out);
        }
        if (!result.isUnderflow()) {
            throw new MalformedTextException(file, position + in.position() - offset, charset);
        }
        return out.flip().toString();
    }

    /** The text of a file from {@code position} to its end; a byte-order mark at position 0 is no part of it. */
    public static String decode(String file, byte[] rest, long position, Charset charset)
            throws MalformedTextException {
        TextEncoding encoding = TextEncoding.of(charset, position == 0 ? rest : new byte[0]);
        int mark = encoding.markBytes();
        return new TextCoding(file, encoding.charset()).decode(rest, mark, rest.length - mark, position + mark);
    }

    /** Encodes text, without a byte-order mark; UTF-16 is written big-endian. */
    public static byte[] encode(CharSequence text, Charset charset) throws CharacterCodingException {
        ByteBuffer bytes = (charset.equals(UTF_16) ? UTF_16BE : charset)
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .encode(CharBuffer.wrap(text));
        byte[] exact = new byte[bytes.remaining()];
        bytes.get(exact);
        return exact;
    }

    /** What a file in this charset must begin with to say its byte order; nothing for most. */
    public static byte[] mark(Charset charset) {
        return charset.equals(UTF_16) ? new byte[] {(byte) 0xFE, (byte) 0xFF} : new byte[0];
    }

    /** Whether the first bytes of a file decide how this charset is read. */
    public static boolean leavesOrderOpen(Charset charset) {
        return TextEncoding.leavesOrderOpen(charset);
    }

    /** The charset with its byte order, as the first bytes of a file say. */
    public static Charset decide(Charset charset, byte[] head) {
        return TextEncoding.of(charset, head).charset();
    }
}
