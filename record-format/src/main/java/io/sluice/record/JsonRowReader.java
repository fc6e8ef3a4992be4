package io.sluice.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one line's JSON object into the row buffer. One per decoder, on its thread.
 *
 * <p>Jackson's non-blocking parser is fed line by line, because it alone can be used again: it says "not available" at
 * the end of a line instead of ending, so a good line costs no object. After a line that is not one whole object the
 * parser is thrown away, and with it everything it may have half read.
 */
final class JsonRowReader {

    private static final byte[] LINE_END = {'\n'};

    /** The longest key, in characters, of a field that is no column. */
    private static final int MAX_NAME_LENGTH = 1_000;

    /** The parser remembers every key it meets; after this many unknown ones it is replaced, to forget them. */
    private static final int MAX_UNKNOWN_NAMES = 4_096;

    private final List<Column> columns;
    private final Map<String, Integer> columnByName = new HashMap<>();
    private final boolean unknownIsBad;
    private final JsonValues values;
    private final JsonFactory factory;

    private JsonParser parser;
    private ByteArrayFeeder feeder;
    private long fed;
    private int unknownNames;

    private int lineFrom;
    private int lineLength;
    private String reason;
    private String column;
    private int faultAt;

    JsonRowReader(RowSchema schema, JsonFormat format) {
        columns = schema.columns();
        for (int i = 0; i < columns.size(); i++) {
            columnByName.put(columns.get(i).name(), i);
        }
        unknownIsBad = format.unknownFields() == JsonFormat.UnknownFields.BAD;
        values = new JsonValues(schema);
        factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(format.maxDepth())
                        .maxStringLength(format.maxRowBytes())
                        .maxNameLength(MAX_NAME_LENGTH)
                        .build())
                // Interned keys would outlive the parser.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .recyclerPool(JsonRecyclerPools.newBoundedPool(1))
                .build();
    }

    /** Reads {@code [from, to)}, a line with or without its line end, not empty; false if it is no good row. */
    boolean read(byte[] bytes, int from, int to, RowBuffer row) {
        reason = null;
        column = "";
        faultAt = from;
        lineFrom = from;
        lineLength = to - from;
        boolean whole = false;
        try {
            open();
            feeder.feedInput(bytes, from, to);
            whole = readObject(row) && isAllRead(bytes[to - 1] == '\n');
        } catch (JsonProcessingException e) {
            // A limit's exception has no location; the byte that passed it has just been consumed.
            long at = e.getLocation() == null
                    ? parser.currentLocation().getByteOffset() - 1
                    : e.getLocation().getByteOffset();
            fail("", at, "not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("the JSON parser failed on bytes in memory", e);
        }
        fed += to - from;
        if (!whole) {
            close();
        }
        if (reason == null) {
            fillMissing(row);
        }
        return reason == null;
    }

    /** Why the last line is no good row, or null. */
    String reason() {
        return reason;
    }

    /** The column the reason is about, or empty. */
    String column() {
        return column;
    }

    /** Where in the bytes the fault lies. */
    int faultAt() {
        return faultAt;
    }

    /** How many keys that are no column's the parser may remember. */
    int rememberedNames() {
        return unknownNames;
    }

    private void open() {
        if (unknownNames >= MAX_UNKNOWN_NAMES) {
            close();
        }
        if (parser == null) {
            try {
                parser = factory.createNonBlockingByteArrayParser();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot make a JSON parser", e);
            }
            feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
            fed = 0;
            unknownNames = 0;
        }
    }

    private void close() {
        if (parser != null) {
            try {
                parser.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close a JSON parser", e);
            }
            parser = null;
        }
    }

    /** Whether the line begins with one whole object. */
    private boolean readObject(RowBuffer row) throws IOException {
        JsonToken token = parser.nextToken();
        if (token != JsonToken.START_OBJECT) {
            fail("", fed, "a row must be one JSON object in one line");
            return false;
        }
        int expected = 0;
        token = parser.nextToken();
        while (token == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            int found = columnOf(name, expected);
            token = parser.nextToken();
            if (found < 0) {
                unknownNames++;
                if (unknownIsBad && reason == null) {
                    fail("", tokenAt(), "the key " + Excerpt.of(name) + " is no column");
                }
            } else {
                expected = found + 1;
                readValue(token, row, found);
            }
            if (!skipRest(token)) {
                break;
            }
            token = parser.nextToken();
        }
        if (token == JsonToken.END_OBJECT) {
            return true;
        }
        fail("", fed + lineLength, "the line ends inside the row's object");
        return false;
    }

    /** The column of a key. Keys mostly come in the schema's order. */
    private int columnOf(String name, int expected) {
        if (expected < columns.size() && columns.get(expected).name().equals(name)) {
            return expected;
        }
        Integer found = columnByName.get(name);
        return found == null ? -1 : found;
    }

    private void readValue(JsonToken token, RowBuffer row, int found) throws IOException {
        if (reason != null || token == JsonToken.NOT_AVAILABLE) {
            return;
        }
        if (!row.isMissing(found)) {
            fail(columns.get(found).name(), tokenAt(), "the key occurs twice");
            return;
        }
        String fault = values.read(parser, token, row, found);
        if (fault != null) {
            fail(columns.get(found).name(), tokenAt(), fault);
        }
    }

    /** Reads to the end of a value that is an object or array; false if the line ends first. */
    private boolean skipRest(JsonToken first) throws IOException {
        JsonToken token = first;
        int depth = 0;
        while (true) {
            if (token == JsonToken.NOT_AVAILABLE) {
                return false;
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (depth == 0) {
                return true;
            }
            token = parser.nextToken();
        }
    }

    /** Whether nothing but space follows the object. A line end also completes a word or number that began. */
    private boolean isAllRead(boolean endsLine) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.NOT_AVAILABLE && !endsLine) {
            feeder.feedInput(LINE_END, 0, LINE_END.length);
            token = parser.nextToken();
        }
        if (token != JsonToken.NOT_AVAILABLE) {
            fail("", tokenAt(), "text follows the row's object");
            return false;
        }
        if (!endsLine) {
            fed += LINE_END.length;
        }
        return true;
    }

    private void fillMissing(RowBuffer row) {
        for (int i = 0; i < columns.size(); i++) {
            if (row.isMissing(i)) {
                if (!row.isNullable(i)) {
                    fail(columns.get(i).name(), fed - lineLength, "is required, but the row has no such key");
                    return;
                }
                row.setNull(i);
            }
        }
    }

    private long tokenAt() {
        // The non-blocking parser takes a token's location when it has consumed the first byte.
        return parser.currentTokenLocation().getByteOffset() - 1;
    }

    /** Keeps the first fault of a line: what follows it may be its consequence. */
    private void fail(String columnName, long parserPosition, String why) {
        if (reason == null) {
            reason = why;
            column = columnName;
            faultAt = (int) Math.min(Integer.MAX_VALUE, Math.max(lineFrom, parserPosition - fed + lineFrom));
        }
    }
}
