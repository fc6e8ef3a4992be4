package io.sluice.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Reads JSON scalars into the row buffer by the column's type. Numbers are read from their digits, never through a
 * double. One per decoder, on its thread; a result of null means good, else it is the reason.
 */
final class JsonValues {

    private final FieldText text;

    JsonValues(RowSchema schema) {
        text = new FieldText(schema);
    }

    String read(JsonParser parser, JsonToken token, RowBuffer row, int column) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            if (!row.isNullable(column)) {
                return "is required, but null";
            }
            row.setNull(column);
            return null;
        }
        ColumnType.Kind kind = text.kind(column);
        boolean string = token == JsonToken.VALUE_STRING;
        boolean number = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
        return switch (kind) {
            case BOOLEAN -> {
                if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
                    yield wrong(token, kind, "true or false");
                }
                row.setLong(column, token == JsonToken.VALUE_TRUE ? 1 : 0);
                yield null;
            }
            case STRING, BYTES, DATE, UUID ->
                string ? readText(parser, row, column) : wrong(token, kind, "a JSON string");
            case INT, LONG, DOUBLE, DECIMAL, TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS ->
                string || number ? readText(parser, row, column) : wrong(token, kind, "a JSON number or string");
        };
    }

    private String readText(JsonParser parser, RowBuffer row, int column) throws IOException {
        int start = row.scratchUsed();
        if (!appendText(parser, row)) {
            return "the text holds half a surrogate pair, which is no character";
        }
        if (text.kind(column) == ColumnType.Kind.STRING) {
            row.setScratch(column, start);
            return null;
        }
        int end = row.scratchUsed();
        String reason = text.read(row.scratch(0), start, end, row, column);
        if (text.kind(column) != ColumnType.Kind.BYTES) {
            row.scratchUsed(start);
        }
        return reason;
    }

    /** Appends the token's text to the scratch as UTF-8; false if it cannot be. */
    private static boolean appendText(JsonParser parser, RowBuffer row) throws IOException {
        char[] chars = parser.getTextCharacters();
        int at = parser.getTextOffset();
        int to = at + parser.getTextLength();
        // A char takes at most three bytes; a surrogate pair takes four.
        byte[] target = row.scratch(Math.multiplyExact(to - at, 3));
        int out = row.scratchUsed();
        while (at < to) {
            char c = chars[at++];
            if (c < 0x80) {
                target[out++] = (byte) c;
            } else if (c < 0x800) {
                target[out++] = (byte) (0xC0 | c >> 6);
                target[out++] = (byte) (0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                target[out++] = (byte) (0xE0 | c >> 12);
                target[out++] = (byte) (0x80 | (c >> 6 & 0x3F));
                target[out++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c) && at < to && Character.isLowSurrogate(chars[at])) {
                int point = Character.toCodePoint(c, chars[at++]);
                target[out++] = (byte) (0xF0 | point >> 18);
                target[out++] = (byte) (0x80 | (point >> 12 & 0x3F));
                target[out++] = (byte) (0x80 | (point >> 6 & 0x3F));
                target[out++] = (byte) (0x80 | (point & 0x3F));
            } else {
                return false;
            }
        }
        row.scratchUsed(out);
        return true;
    }

    private static String wrong(JsonToken token, ColumnType.Kind kind, String allowed) {
        String found = switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "a number";
        };
        return "is " + found + "; " + kind.declaredName() + " takes " + allowed;
    }
}
