package io.sluice.record;

import java.util.Objects;

/**
 * Decodes JSON lines. What is accepted is written in {@code deploy/topics/rows.md}. Owned by one thread at a time.
 *
 * <p>Every line is a row of its own: what is wrong in one cannot reach the next. Good rows make no garbage as long as
 * they use the same keys (except doubles of more than 15 digits).
 */
public final class JsonRows implements RowDecoder {

    private final RowSchema schema;
    private final JsonFormat format;
    private final JsonRowReader reader;
    private final RowBuffer row;

    /** A decoder of rows of the schema, written as the format says. */
    public JsonRows(RowSchema schema, JsonFormat format) {
        this.schema = Objects.requireNonNull(schema, "schema");
        this.format = Objects.requireNonNull(format, "format");
        row = new RowBuffer(schema);
        reader = new JsonRowReader(schema, format);
    }

    @Override
    public RowSchema schema() {
        return schema;
    }

    @Override
    public void decode(byte[] buffer, int offset, int length, long position, RowVisitor visitor) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (position < 0) {
            throw new IllegalArgumentException("position is " + position + "; allowed is 0 or more");
        }
        int end = offset + length;
        int at = position == 0 ? Utf8.afterByteOrderMark(buffer, offset, end) : offset;
        long shift = position - offset;
        int number = 0;
        while (at < end) {
            int lineEnd = Swar.indexOf(buffer, at, end, '\n');
            int next = Math.min(lineEnd + 1, end);
            if (!isBlank(buffer, at, lineEnd)) {
                decodeRow(buffer, at, lineEnd, next, shift, number++, visitor);
            }
            at = next;
        }
    }

    private void decodeRow(byte[] buffer, int at, int lineEnd, int next, long shift, int number, RowVisitor visitor) {
        row.clear();
        String reason = null;
        String column = "";
        int faultAt = at;
        int malformed = Utf8.firstMalformed(buffer, at, lineEnd);
        if (lineEnd - at > format.maxRowBytes()) {
            reason = "the row has " + (lineEnd - at) + " bytes; allowed are " + format.maxRowBytes();
        } else if (Utf8.afterByteOrderMark(buffer, at, lineEnd) > at) {
            // The parser would pass over it or not, depending on whether the line before was good.
            reason = "a byte order mark inside the file; allowed is one, as its first bytes";
        } else if (malformed >= 0) {
            // A fault before those bytes is the first one, and is found in what stands before them.
            boolean faultBefore =
                    malformed > at && !reader.read(buffer, at, malformed, row) && reader.faultAt() < malformed;
            reason = faultBefore
                    ? reader.reason()
                    : "malformed UTF-8: " + Excerpt.of(buffer, malformed, Math.min(malformed + 4, lineEnd));
            column = faultBefore ? reader.column() : "";
            faultAt = faultBefore ? reader.faultAt() : malformed;
        } else if (!reader.read(buffer, at, next, row)) {
            reason = reader.reason();
            column = reader.column();
            faultAt = Math.max(at, Math.min(reader.faultAt(), lineEnd));
        }
        if (reason == null) {
            visitor.beginRow(at + shift, number);
            row.deliver(buffer, visitor);
            visitor.endRow();
        } else {
            visitor.badRow(new BadRow(at + shift, next - at, number, faultAt + shift, column, reason));
        }
    }

    private static boolean isBlank(byte[] buffer, int from, int to) {
        int at = from;
        while (at < to && (buffer[at] == ' ' || buffer[at] == '\t' || buffer[at] == '\r')) {
            at++;
        }
        return at == to;
    }
}
