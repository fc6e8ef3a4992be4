package io.sluice.io.text;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How text stands in one file: the charset with its byte order decided, and what a line end looks like in bytes.
 *
 * @param charset never one that leaves the byte order open
 * @param markBytes the length of the byte-order mark the file begins with, 0 without one
 */
record TextEncoding(Charset charset, int markBytes) {

    /** Decides by the first bytes of a file; without a mark, UTF-16 and UTF-32 are big-endian, as Unicode says. */
    static TextEncoding of(Charset charset, byte[] head) {
        if (!charset.canEncode()) {
            throw new IllegalArgumentException("charset: " + charset + " cannot be written, so it has no line feed");
        }
        List<Charset> orders = orders(charset);
        for (Charset order : orders) {
            byte[] mark = bytes("\uFEFF", order);
            if (mark.length > 1
                    && head.length >= mark.length
                    && Arrays.equals(head, 0, mark.length, mark, 0, mark.length)) {
                return of(order, mark.length);
            }
        }
        return of(orders.get(0), 0);
    }

    static boolean leavesOrderOpen(Charset charset) {
        return orders(charset).size() > 1;
    }

    private static List<Charset> orders(Charset charset) {
        if (charset.equals(UTF_16)) {
            return List.of(UTF_16BE, UTF_16LE);
        }
        if (charset.name().equals("UTF-32")) {
            return List.of(Charset.forName("UTF-32BE"), Charset.forName("UTF-32LE"));
        }
        String name = charset.name().toUpperCase(Locale.ROOT);
        if (name.startsWith("X-UTF-") && name.endsWith("-BOM")) {
            // These differ from the plain ones in that they write a mark.
            return List.of(Charset.forName(name.substring("X-".length(), name.length() - "-BOM".length())));
        }
        return List.of(charset);
    }

    private static TextEncoding of(Charset charset, int markBytes) {
        TextEncoding encoding = new TextEncoding(charset, markBytes);
        if (encoding.lineFeed().length == 0) {
            throw new IllegalArgumentException("charset: " + charset + " has no line feed");
        }
        return encoding;
    }

    /** The bytes of a line feed; lines begin at multiples of their number. */
    byte[] lineFeed() {
        return afterLineFeed("\n");
    }

    /** The bytes of a carriage return, none if the charset has none. */
    byte[] carriageReturn() {
        return afterLineFeed("\r");
    }

    /** As the second of two characters, because some encoders put a mark or a header before the first. */
    private byte[] afterLineFeed(String character) {
        byte[] first = bytes("\n", charset);
        return tail(bytes("\n" + character, charset), first.length);
    }

    private static byte[] tail(byte[] all, int from) {
        return Arrays.copyOfRange(all, Math.min(from, all.length), all.length);
    }

    /** The bytes of a short constant, none where the charset cannot write it. */
    private static byte[] bytes(String constant, Charset charset) {
        try {
            ByteBuffer encoded = charset.newEncoder()
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(constant));
            byte[] exact = new byte[encoded.remaining()];
            encoded.get(exact);
            return exact;
        } catch (CharacterCodingException e) {
            return new byte[0];
        }
    }
}
