package io.sluice.source;

/** Characters that are hard to write into a configuration. */
final class Escapes {

    private Escapes() {}

    /**
     * The text with what {@code \n}, {@code \r}, {@code \t}, {@code \0} and {@code \\} stand for; null for null.
     *
     * @throws IllegalArgumentException if anything else follows a backslash
     */
    static String plain(String text) {
        if (text == null || text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                plain.append(meant(i < text.length() ? text.charAt(i) : ' ', text));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static char meant(char escaped, String text) {
        return switch (escaped) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '0' -> '\0';
            case '\\' -> '\\';
            default ->
                throw new IllegalArgumentException(
                        "'" + text + "' holds a backslash before something other than n, r, t, 0 and a backslash");
        };
    }
}
