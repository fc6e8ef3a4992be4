package io.sluice.record;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Decodes CSV rows. What is accepted is written in {@code deploy/topics/rows.md}. Owned by one thread at a time.
 *
 * <p>The bytes are read where they lie: a row is split eight bytes at a time, numbers and times are read by hand, and
 * strings are handed on as slices, so good rows make no garbage (except doubles of more than 15 digits).
 */
public final class CsvRows implements RowDecoder {

    private final RowSchema schema;
    private final CsvFormat format;
    private final CsvRowSplitter splitter;
    private final CsvFields fields;
    private final RowBuffer row;
    private CsvColumns columns;

    // Where a file's header may begin besides position 0: behind a value that held nothing but empty lines.
    private long headerAt;

    /** A decoder of rows of the schema, written as the format says. */
    public CsvRows(RowSchema schema, CsvFormat format) {
        this.schema = Objects.requireNonNull(schema, "schema");
        this.format = Objects.requireNonNull(format, "format");
        row = new RowBuffer(schema);
        fields = new CsvFields(schema, format);
        columns = format.header() == CsvFormat.Header.NAMES
                ? CsvColumns.unknown(
                        "the header was not seen: decode the file from position 0 or learn its header first")
                : CsvColumns.inOrder(schema);
        splitter = new CsvRowSplitter(format);
    }

    @Override
    public RowSchema schema() {
        return schema;
    }

    /**
     * Takes the columns' order from a header row, for a file whose start this decoder does not see. Only for {@link
     * CsvFormat.Header#NAMES}.
     *
     * @return how many bytes the header takes, with its line end and what may be passed over before it
     */
    public int learnHeader(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (format.header() != CsvFormat.Header.NAMES) {
            throw new IllegalStateException("csv header is " + format.header() + "; only NAMES has names to learn");
        }
        int end = offset + length;
        int start = afterByteOrderMark(buffer, offset, end);
        return header(buffer, start, end, 0) - offset;
    }

    /** What follows is of a file whose header is not known: its rows are bad until one is learnt, or the file's start comes. */
    void forgetHeader() {
        columns = CsvColumns.unknown(
                "its file's header is not known: have the source send it with each chunk, with" + " csv.header=names");
        headerAt = 0;
    }

    boolean learnsHeaders() {
        return format.header() == CsvFormat.Header.NAMES;
    }

    @Override
    public void decode(byte[] buffer, int offset, int length, long position, RowVisitor visitor) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (position < 0) {
            throw new IllegalArgumentException("position is " + position + "; allowed is 0 or more");
        }
        int end = offset + length;
        int at = afterHeader(buffer, offset, end, position);
        long shift = position - offset;
        int number = 0;
        while (at < end) {
            if (columns.fields() != 1 && isBlankLine(buffer, at, end)) {
                at = afterBlankLine(buffer, at, end);
                continue;
            }
            splitter.split(buffer, at, end);
            int next = splitter.next();
            decodeRow(buffer, at, next, shift, number++, visitor);
            at = next;
        }
    }

    private void decodeRow(byte[] buffer, int at, int next, long shift, int number, RowVisitor visitor) {
        row.clear();
        String reason = splitter.fault();
        if (reason != null) {
            bad(at, next, shift, number, splitter.faultAt(), "", reason, visitor);
            return;
        }
        if (columns.fault() != null) {
            bad(at, next, shift, number, at, "", columns.fault(), visitor);
            return;
        }
        if (splitter.fields() != columns.fields()) {
            String counts = splitter.fields() + " fields where " + columns.fields() + " are expected";
            bad(at, next, shift, number, at, "", counts, visitor);
            return;
        }
        int failed = readFields(buffer);
        if (failed < 0) {
            visitor.beginRow(at + shift, number);
            row.deliver(buffer, visitor);
            visitor.endRow();
            return;
        }
        int faultAt = row.errorAt() >= 0 ? row.errorAt() : splitter.from(failed);
        String column = schema.columns().get(columns.column(failed)).name();
        bad(at, next, shift, number, faultAt, column, fields.reason(), visitor);
    }

    /** Fills the row; returns the field that cannot be read, or -1. */
    private int readFields(byte[] buffer) {
        int count = columns.fields();
        for (int field = 0; field < count; field++) {
            int column = columns.column(field);
            if (column >= 0 && !fields.read(buffer, splitter, field, row, column)) {
                return field;
            }
        }
        columns.setAbsent(row);
        return -1;
    }

    private static void bad(
            int at, int next, long shift, int number, int faultAt, String column, String reason, RowVisitor visitor) {
        visitor.badRow(new BadRow(at + shift, next - at, number, faultAt + shift, column, reason));
    }

    private int afterHeader(byte[] buffer, int offset, int end, long position) {
        int start = position == 0 ? afterByteOrderMark(buffer, offset, end) : offset;
        if (format.header() == CsvFormat.Header.NONE || (position != 0 && position != headerAt)) {
            return start;
        }
        return header(buffer, start, end, position + end - offset);
    }

    /** Behind the header; if only empty lines came, it is expected at {@code endPosition}. */
    private int header(byte[] buffer, int start, int end, long endPosition) {
        boolean names = format.header() == CsvFormat.Header.NAMES;
        int at = start;
        // The header of a single field of no interest may be an empty line; one that is to have names may not.
        while ((names || columns.fields() != 1) && at < end && isBlankLine(buffer, at, end)) {
            at = afterBlankLine(buffer, at, end);
        }
        if (at == end) {
            headerAt = endPosition;
            columns = names ? CsvColumns.unknown("the header is empty") : columns;
            return end;
        }
        headerAt = 0;
        splitter.split(buffer, at, end);
        if (names) {
            columns = splitter.fault() == null
                    ? CsvColumns.byName(schema, fields.names(buffer, splitter))
                    : CsvColumns.unknown("the header cannot be read: " + splitter.fault());
        }
        return splitter.next();
    }

    private int afterByteOrderMark(byte[] buffer, int offset, int end) {
        boolean utf8 = format.charset().equals(StandardCharsets.UTF_8);
        return utf8 ? Utf8.afterByteOrderMark(buffer, offset, end) : offset;
    }

    private static boolean isBlankLine(byte[] buffer, int at, int end) {
        return buffer[at] == '\n' || (buffer[at] == '\r' && (at + 1 == end || buffer[at + 1] == '\n'));
    }

    private static int afterBlankLine(byte[] buffer, int at, int end) {
        return buffer[at] == '\n' ? at + 1 : Math.min(at + 2, end);
    }
}
