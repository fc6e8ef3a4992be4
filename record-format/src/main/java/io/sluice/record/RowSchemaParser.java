package io.sluice.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reads one schema line from left to right, once. Used by the thread that made it. */
final class RowSchemaParser {

    private static final String TYPES = Arrays.stream(ColumnType.Kind.values())
            .map(kind -> kind == ColumnType.Kind.DECIMAL ? "decimal(precision,scale)" : kind.declaredName())
            .collect(Collectors.joining(", "));

    private final String line;
    private final List<Column> columns = new ArrayList<>();
    private int at;
    private String name;

    RowSchemaParser(String line) {
        this.line = line;
    }

    RowSchema parse() {
        do {
            name = null;
            skipSpace();
            name = name();
            skipSpace();
            ColumnType type = type();
            skipSpace();
            boolean nullable = take('?');
            skipSpace();
            Column column = column(type, nullable);
            if (at < line.length() && line.charAt(at) != ',') {
                throw fault("expected ',' or the end after the column's type, found '" + line.substring(at) + "'");
            }
            columns.add(column);
        } while (take(','));
        return new RowSchema(columns);
    }

    private Column column(ColumnType type, boolean nullable) {
        try {
            return new Column(name, type, nullable);
        } catch (IllegalArgumentException e) {
            throw fault(e.getMessage());
        }
    }

    private String name() {
        if (take('"')) {
            return quotedName();
        }
        String word = word();
        if (word.isEmpty()) {
            throw fault(
                    at < line.length()
                            ? "expected a column name (letters, digits and '_', not starting with a digit; or any name"
                                    + " in double quotes), found '" + line.substring(at) + "'"
                            : "expected a column as 'name type', found the end of the line");
        }
        return word;
    }

    private String quotedName() {
        StringBuilder quoted = new StringBuilder();
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c != '"') {
                quoted.append(c);
            } else if (take('"')) {
                quoted.append('"');
            } else {
                return quoted.toString();
            }
        }
        throw fault("the quoted name '" + quoted + "' has no closing quote");
    }

    private ColumnType type() {
        String word = word();
        if (word.equals("decimal")) {
            return decimal();
        }
        for (ColumnType.Kind kind : ColumnType.Kind.values()) {
            if (kind.declaredName().equals(word)) {
                return ColumnType.of(kind);
            }
        }
        String found = word.isEmpty() ? line.substring(at) : word;
        throw fault((found.isEmpty() ? "the type is missing" : "type '" + found + "' is unknown") + "; allowed are "
                + TYPES);
    }

    private ColumnType decimal() {
        skipSpace();
        expect('(');
        int precision = number();
        expect(',');
        int scale = number();
        expect(')');
        try {
            return ColumnType.decimal(precision, scale);
        } catch (IllegalArgumentException e) {
            throw fault(e.getMessage());
        }
    }

    private int number() {
        skipSpace();
        int start = at;
        while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
            at++;
        }
        // Three digits are more than any precision, so longer numbers cannot overflow into a valid one.
        if (at == start || at - start > 3) {
            throw fault("decimal needs a precision and a scale, as in decimal(18,8)");
        }
        int value = Integer.parseInt(line, start, at, 10);
        skipSpace();
        return value;
    }

    private void expect(char c) {
        if (!take(c)) {
            throw fault("decimal needs a precision and a scale, as in decimal(18,8)");
        }
    }

    private String word() {
        int start = at;
        while (at < line.length() && Column.isIdentifierPart(line.charAt(at), at == start)) {
            at++;
        }
        return line.substring(start, at);
    }

    private boolean take(char c) {
        if (at < line.length() && line.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException fault(String reason) {
        String which = name == null ? "" : " ('" + name + "')";
        return new IllegalArgumentException("row schema, column " + (columns.size() + 1) + which + ", at character "
                + (at + 1) + ": " + reason + ". The line is: " + line);
    }
}
