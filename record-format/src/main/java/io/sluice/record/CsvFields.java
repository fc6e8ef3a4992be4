package io.sluice.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the fields of a split CSV row into the row buffer: nulls, quotes, charset, then by type. One per decoder. */
final class CsvFields {

    private final FieldText text;
    private final byte quote;
    private final byte[] nullText;
    private final SingleByteCharset charset;
    private String reason;

    CsvFields(RowSchema schema, CsvFormat format) {
        text = new FieldText(schema);
        quote = (byte) (char) format.quote().orElse('"');
        nullText = format.nullText()
                .map(chars -> chars.getBytes(StandardCharsets.US_ASCII))
                .orElse(null);
        charset = format.charset().equals(StandardCharsets.UTF_8) ? null : SingleByteCharset.of(format.charset());
    }

    /** Whether the field is good, and then the row holds it; otherwise {@link #reason} says why not. */
    boolean read(byte[] bytes, CsvRowSplitter splitter, int field, RowBuffer row, int column) {
        int from = splitter.from(field);
        int to = splitter.to(field);
        if (!splitter.isQuoted(field) && isNull(bytes, from, to)) {
            if (row.isNullable(column)) {
                row.setNull(column);
                reason = null;
            } else {
                reason = "is required, but the field is null";
            }
        } else if (text.kind(column) == ColumnType.Kind.STRING) {
            readString(bytes, splitter, field, row, column);
        } else if (splitter.hasDoubledQuote(field)) {
            int start = unescape(bytes, from, to, row);
            reason = text.read(row.scratch(0), start, row.scratchUsed(), row, column);
        } else {
            reason = text.read(bytes, from, to, row, column);
        }
        return reason == null;
    }

    /** Why the last field read is bad, or null. */
    String reason() {
        return reason;
    }

    /** The fields of a header row as strings. */
    List<String> names(byte[] bytes, CsvRowSplitter splitter) {
        List<String> names = new ArrayList<>();
        RowBuffer row = new RowBuffer(RowSchema.parse("name string"));
        for (int field = 0; field < Math.min(splitter.fields(), CsvRowSplitter.MAX_FIELDS); field++) {
            row.clear();
            readString(bytes, splitter, field, row, 0);
            // A name that is not text can be no column's name, but it takes its place.
            names.add(reason == null ? row.string(0, bytes) : "");
        }
        return names;
    }

    private void readString(byte[] bytes, CsvRowSplitter splitter, int field, RowBuffer row, int column) {
        int from = splitter.from(field);
        int to = splitter.to(field);
        reason = null;
        if (splitter.mayHoldNonAscii()) {
            if (charset != null) {
                transcode(bytes, from, to, row, column, splitter.hasDoubledQuote(field));
                return;
            }
            int malformed = Utf8.firstMalformed(bytes, from, to);
            if (malformed >= 0) {
                row.errorAt(malformed);
                reason = "malformed UTF-8: " + Excerpt.of(bytes, malformed, Math.min(malformed + 4, to));
                return;
            }
        }
        if (splitter.hasDoubledQuote(field)) {
            row.setScratch(column, unescape(bytes, from, to, row));
        } else {
            row.setSlice(column, from, to);
        }
    }

    private void transcode(byte[] bytes, int from, int to, RowBuffer row, int column, boolean doubled) {
        int start = row.scratchUsed();
        int unmapped = charset.transcode(bytes, from, to, row);
        if (unmapped >= 0) {
            row.errorAt(unmapped);
            reason = "the byte " + Excerpt.of(bytes, unmapped, unmapped + 1) + " is no character of the charset";
            return;
        }
        if (doubled) {
            int end = row.scratchUsed();
            row.scratchUsed(start);
            // In place: what is written never overtakes what is read.
            unescape(row.scratch(end - start), start, end, row);
        }
        row.setScratch(column, start);
    }

    private boolean isNull(byte[] bytes, int from, int to) {
        if (nullText == null || to - from != nullText.length) {
            return false;
        }
        for (int i = 0; i < nullText.length; i++) {
            if (bytes[from + i] != nullText[i]) {
                return false;
            }
        }
        return true;
    }

    /** Appends the field to the scratch with its quotes made single; returns where it starts. */
    private int unescape(byte[] bytes, int from, int to, RowBuffer row) {
        int start = row.scratchUsed();
        byte[] target = row.scratch(to - from);
        int out = start;
        for (int at = from; at < to; at++) {
            byte value = bytes[at];
            target[out++] = value;
            if (value == quote) {
                at++;
            }
        }
        row.scratchUsed(out);
        return start;
    }
}
