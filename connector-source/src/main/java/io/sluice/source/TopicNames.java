package io.sluice.source;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * What Kafka allows as the name of a topic, and how a name is made of text that comes from data.
 *
 * <p>Letters, digits, {@code .}, {@code _} and {@code -} stay as they are; of every other character each UTF-8 byte becomes
 * {@code _} and two hexadecimal digits. So does an underscore with which the escape could be confused, and the first of two
 * with which a name begins, as names of Kafka's own topics do: another text is another name. Names of more than 249
 * characters are cut, and end with a checksum of the whole.
 */
final class TopicNames {

    static final int LONGEST = 249;

    private static final int CHECKSUM_CHARACTERS = 9;

    private TopicNames() {}

    static boolean isLegal(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().allMatch(TopicNames::isLegalCharacter);
    }

    /** What to say of a name that is not. */
    static String illegal(String name) {
        return "'" + name + "' is no name of a topic: 1 to " + LONGEST
                + " letters, digits, '.', '_' and '-', and not '.' or '..'";
    }

    static boolean isLegalCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    /** The part of a name that stands for a text. */
    static String escaped(String text) {
        StringBuilder name = new StringBuilder(text.length());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int c = bytes[i] & 0xFF;
            boolean asItIs = isLegalCharacter(c) && !(c == '_' && isHex(bytes, i + 1) && isHex(bytes, i + 2));
            if (asItIs) {
                name.append((char) c);
            } else {
                escape(c, name);
            }
        }
        return name.toString();
    }

    /** A legal name, of parts that are made of legal characters. */
    static String finished(String parts) {
        String name = parts;
        if (name.equals(".") || name.equals("..") || name.startsWith("__")) {
            StringBuilder safe = new StringBuilder();
            escape(name.charAt(0), safe);
            name = safe.append(name, 1, name.length()).toString();
        }
        if (name.length() <= LONGEST) {
            return name;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(name.getBytes(StandardCharsets.UTF_8));
        String tail = String.format(Locale.ROOT, "-%08x", checksum.getValue());
        return name.substring(0, LONGEST - CHECKSUM_CHARACTERS) + tail;
    }

    private static void escape(int c, StringBuilder to) {
        to.append(String.format(Locale.ROOT, "_%02X", c));
    }

    private static boolean isHex(byte[] bytes, int at) {
        if (at >= bytes.length) {
            return false;
        }
        int c = bytes[at];
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
    }
}
