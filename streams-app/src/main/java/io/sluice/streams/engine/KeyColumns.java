package io.sluice.streams.engine;

import io.sluice.record.Column;
import io.sluice.record.ColumnType.Kind;
import io.sluice.record.RowSchema;
import io.sluice.streams.rows.RowValues;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The columns that make up a key, and the key as bytes: of one column its text, of several a JSON array of them, which
 * no values can make ambiguous. Immutable, free to share.
 */
public final class KeyColumns {
    private final List<Column> columns;
    private final int[] indexes;
    private final boolean plainText;

    /**
     * @throws IllegalArgumentException if a column is not in the schema or of a type that is no key; the message says so
     */
    public KeyColumns(RowSchema schema, List<String> names) {
        List<Column> found = new ArrayList<>();
        indexes = new int[names.size()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = schema.indexOf(names.get(i));
            if (indexes[i] < 0) {
                throw new IllegalArgumentException("names '" + names.get(i) + "', which the schema has not");
            }
            Column column = schema.columns().get(indexes[i]);
            switch (column.type().kind()) {
                case STRING, BOOLEAN, INT, LONG, DATE, UUID ->
                    found.add(new Column(column.name(), column.type(), false));
                default ->
                    throw new IllegalArgumentException("names '" + column.name() + "', a " + column.type()
                            + "; a key is made of string, boolean, int, long, date or uuid columns");
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("names no column");
        }
        columns = List.copyOf(found);
        plainText = columns.size() == 1 && columns.get(0).type().kind() == Kind.STRING;
    }

    /** The columns, in the key's order. */
    public List<Column> columns() {
        return columns;
    }

    /** The place in {@link #columns} of the first that is null in the row, or -1. */
    int firstNull(RowValues row) {
        for (int i = 0; i < indexes.length; i++) {
            if (row.isNull(indexes[i])) {
                return i;
            }
        }
        return -1;
    }

    /** The schema's index of the one column whose bytes are the key as they are, or -1 if the key has to be made. */
    int plainColumn() {
        return plainText ? indexes[0] : -1;
    }

    /** The row's key. */
    byte[] key(RowValues row) {
        if (indexes.length == 1) {
            return text(row, 0).getBytes(StandardCharsets.UTF_8);
        }
        StringBuilder key = new StringBuilder("[");
        for (int i = 0; i < indexes.length; i++) {
            key.append(i == 0 ? "" : ",");
            if (isQuoted(i)) {
                quote(text(row, i), key);
            } else {
                key.append(text(row, i));
            }
        }
        return key.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The columns' texts, as they were put into the key. */
    public List<String> texts(byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        if (indexes.length == 1) {
            return List.of(text);
        }
        List<String> texts = new ArrayList<>();
        int at = 1;
        while (at < text.length()) {
            StringBuilder element = new StringBuilder();
            at = text.charAt(at) == '"' ? unquote(text, at + 1, element) : plain(text, at, element);
            texts.add(element.toString());
            at++;
        }
        return texts;
    }

    /** Whether a column's value is text in JSON, and no number or boolean. */
    public boolean isQuoted(int column) {
        return switch (columns.get(column).type().kind()) {
            case STRING, DATE, UUID -> true;
            default -> false;
        };
    }

    private String text(RowValues row, int column) {
        int index = indexes[column];
        return switch (columns.get(column).type().kind()) {
            case STRING ->
                new String(row.bufferAt(index), row.offsetAt(index), row.lengthAt(index), StandardCharsets.UTF_8);
            case BOOLEAN -> Boolean.toString(row.longAt(index) != 0);
            case DATE -> LocalDate.ofEpochDay(row.longAt(index)).toString();
            case UUID -> new UUID(row.highAt(index), row.longAt(index)).toString();
            default -> Long.toString(row.longAt(index));
        };
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private static int unquote(String text, int from, StringBuilder out) {
        int at = from;
        while (text.charAt(at) != '"') {
            if (text.charAt(at) != '\\') {
                out.append(text.charAt(at++));
            } else if (text.charAt(at + 1) == 'u') {
                out.append((char) Integer.parseInt(text.substring(at + 2, at + 6), 16));
                at += 6;
            } else {
                out.append(text.charAt(at + 1));
                at += 2;
            }
        }
        return at + 1;
    }

    private static int plain(String text, int from, StringBuilder out) {
        int at = from;
        while (text.charAt(at) != ',' && text.charAt(at) != ']') {
            out.append(text.charAt(at++));
        }
        return at;
    }
}
