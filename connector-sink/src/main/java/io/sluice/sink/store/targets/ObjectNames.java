package io.sluice.sink.store.targets;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a name in a data set may be, and how any text becomes one. Names come from entries too, that is from files that anyone
 * may have written, so targets check each.
 */
public final class ObjectNames {
    /** A little less than the common file systems take. */
    private static final int MOST_SEGMENT_BYTES = 250;

    private static final int MOST_BYTES = 900;
    private static final String PLAIN = "-_.=+,@";

    private ObjectNames() {}

    /** Returns {@code name} if it names something inside a data set, and nothing else. */
    public static String require(String name) {
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw refused(name, "must have 1 to " + MOST_BYTES + " bytes");
        }
        for (String segment : name.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw refused(name, "must consist of names between slashes, none of them empty, '.' or '..'");
            }
            for (int i = 0; i < segment.length(); i++) {
                char c = segment.charAt(i);
                if (!isPlain(c) && c != '%') {
                    throw refused(name, "may have letters, digits, '%' and '" + PLAIN + "' only");
                }
            }
        }
        return name;
    }

    /**
     * Any text as one segment: what is not a letter, a digit or one of {@code -_.=+,@} becomes {@code %} and two hexadecimal
     * digits for each byte, and so does a dot or an underscore in front, as names that begin so are hidden from readers. Two
     * texts never become one segment.
     */
    public static String escape(String text) {
        StringBuilder segment = new StringBuilder(text.length() + 8);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean hides = i == 0 && (c == '.' || c == '_');
            if (c < 0x80 && isPlain(c) && !hides) {
                segment.append(c);
            } else {
                segment.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        if (segment.length() > MOST_SEGMENT_BYTES || segment.isEmpty()) {
            throw refused(text, "must have 1 to " + MOST_SEGMENT_BYTES + " bytes once escaped");
        }
        return segment.toString();
    }

    /** The text that {@link #escape} made a segment of. */
    public static String unescape(String segment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%' && i + 2 < segment.length()) {
                bytes.write(HexFormat.fromHexDigits(segment, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A segment that is no longer than so many bytes; of a longer one the beginning and a hash. */
    public static String shorten(String segment, int mostBytes) {
        if (segment.length() <= mostBytes) {
            return segment;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(segment.getBytes(StandardCharsets.UTF_8));
            String end = "+" + HexFormat.of().formatHex(hash, 0, 8);
            return segment.substring(0, mostBytes - end.length()) + end;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0;
    }

    private static IllegalArgumentException refused(String name, String rule) {
        return new IllegalArgumentException("name is '" + name + "', but " + rule);
    }
}
