package io.sluice.streams.rows;

import io.sluice.record.CsvFormat;
import io.sluice.record.CsvRows;
import io.sluice.record.JsonFormat;
import io.sluice.record.JsonRows;
import io.sluice.record.RowDecoder;
import io.sluice.record.RowSchema;

/**
 * How input records hold their rows. Immutable, free to share.
 *
 * @param kind what a value is
 * @param csv how CSV is written, where it is CSV
 * @param text whether the text in a Connect string is CSV; otherwise it is JSON
 */
public record InputFormat(Kind kind, CsvFormat csv, boolean text) {
    /** What a record's value is. */
    public enum Kind {
        /** Lines of CSV: one, many, or a chunk of a file. */
        CSV,
        /** Lines of JSON. */
        JSON,
        /** What Connect's JsonConverter writes, with its schema or without. */
        CONNECT_JSON
    }

    /** A decoder of lines. */
    RowDecoder lines(RowSchema schema, boolean ofFiles) {
        if (kind == Kind.JSON || (kind == Kind.CONNECT_JSON && !text)) {
            return new JsonRows(schema, JsonFormat.standard());
        }
        // A record that is of no file has no header: each begins at position 0.
        return new CsvRows(schema, ofFiles ? csv : csv.withHeader(CsvFormat.Header.NONE));
    }
}
