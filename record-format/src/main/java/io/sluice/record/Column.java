package io.sluice.record;

/**
 * One column of a {@link RowSchema}. An immutable value, free to share.
 *
 * @param name the name, as in JSON keys and CSV headers; case matters
 * @param type what it holds
 * @param nullable whether a row may lack it
 */
public record Column(String name, ColumnType type, boolean nullable) {

    /** The longest column name, in characters. */
    public static final int MAX_NAME_LENGTH = 255;

    /** Checks the name. */
    public Column {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("column name has " + name.length() + " characters; allowed is 1 to "
                    + MAX_NAME_LENGTH + ": '" + name + "'");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("column name holds a control character: '" + name + "'");
        }
    }

    /** The column as a schema line writes it: the name is quoted unless it is a plain identifier. */
    @Override
    public String toString() {
        String printed = isIdentifier(name) ? name : '"' + name.replace("\"", "\"\"") + '"';
        return printed + ' ' + type + (nullable ? "?" : "");
    }

    private static boolean isIdentifier(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isIdentifierPart(name.charAt(i), i == 0)) {
                return false;
            }
        }
        return true;
    }

    static boolean isIdentifierPart(char c, boolean first) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (!first && c >= '0' && c <= '9');
    }
}
