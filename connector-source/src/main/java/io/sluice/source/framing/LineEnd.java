package io.sluice.source.framing;

import java.util.HexFormat;
import java.util.Objects;

/**
 * What ends a line: the setting {@code line.delimiter}. An immutable value, free to share.
 *
 * <p>Looked for byte by byte, from the line's start; of two that overlap the first counts. In UTF-16 and UTF-32 it is
 * whole units, and is found at whole units only. In UTF-8 and one-byte charsets any text is safe, in EUC any ASCII text.
 * In charsets where bytes inside a character can look like others (Shift_JIS, GBK, GB18030, Big5 and their kin) it must
 * begin with a byte that only occurs at the start of characters: control characters, space and the ASCII punctuation from
 * {@code !} to {@code /} are safe in all of them; digits, letters and {@code |} are not. What is not safe is refused.
 *
 * @param value its text or hexadecimal digits; empty for a newline
 */
public record LineEnd(Form form, String value) {

    /** How it is written. */
    public enum Form {
        /** A line feed; a carriage return before it belongs to it. */
        NEWLINE,
        /** A line feed; a carriage return before it belongs to the line. */
        LINE_FEED,
        /** Text, in the file's charset. */
        TEXT,
        /** Bytes, in hexadecimal digits. */
        HEX
    }

    static final String SETTING = "line.delimiter";
    private static final int MOST_BYTES = 64;

    public LineEnd {
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(value, "value");
        if (form == Form.HEX) {
            bytes(value);
        }
        boolean named = form == Form.NEWLINE || form == Form.LINE_FEED;
        if (named != value.isEmpty()) {
            throw new IllegalArgumentException(SETTING + " is '" + value + "' as " + form
                    + "; allowed is a newline without a value, or text or bytes that are not empty");
        }
    }

    public static LineEnd newline() {
        return new LineEnd(Form.NEWLINE, "");
    }

    public static LineEnd lineFeed() {
        return new LineEnd(Form.LINE_FEED, "");
    }

    public static LineEnd text(String text) {
        return new LineEnd(Form.TEXT, text);
    }

    public static LineEnd hex(String digits) {
        return new LineEnd(Form.HEX, digits);
    }

    LineFinder finder(TextEncoding encoding) {
        byte[] delimiter = switch (form) {
            case NEWLINE, LINE_FEED -> encoding.encode(SETTING, "\n");
            case TEXT -> encoding.encode(SETTING, value);
            case HEX -> bytes(value);
        };
        check(delimiter, encoding);
        byte[] carriageReturn = form == Form.NEWLINE ? encoding.encode(SETTING, "\r") : new byte[0];
        return new LineFinder(delimiter, carriageReturn, encoding.unit());
    }

    private void check(byte[] delimiter, TextEncoding encoding) {
        String name = encoding.charset().name();
        if (delimiter.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    SETTING + " is " + delimiter.length + " bytes long; allowed is 1 to " + MOST_BYTES);
        }
        if (delimiter.length % encoding.unit() != 0) {
            throw new IllegalArgumentException(SETTING + " is " + value + ", " + delimiter.length
                    + " bytes; allowed are multiples of " + encoding.unit() + " in " + name);
        }
        if (encoding.mayBeInsideCharacter(delimiter[0])) {
            throw new IllegalArgumentException(String.format(
                    "%s is '%s', whose first byte %02X can be the end of another character in %s; allowed is what"
                            + " begins with a byte that cannot, such as a newline, a tab or a comma",
                    SETTING, value, delimiter[0], name));
        }
    }

    private static byte[] bytes(String digits) {
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    SETTING + " is '" + digits + "'; allowed are pairs of hexadecimal digits", e);
        }
    }
}
