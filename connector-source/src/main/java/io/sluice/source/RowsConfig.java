package io.sluice.source;

import io.sluice.connector.KeyGroup;
import io.sluice.connector.Values;
import io.sluice.record.CsvFormat;
import io.sluice.record.CsvRows;
import io.sluice.record.JsonFormat;
import io.sluice.record.JsonRows;
import io.sluice.record.RowDecoder;
import io.sluice.record.RowSchema;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * How rows are written, and what is in them: the keys of the group, and what they say. An immutable value.
 *
 * @param schema null for framings that make no rows, and before it is inferred
 * @param csv null unless rows are CSV, or chunks have lines of CSV whose header goes with them
 * @param json null unless rows are JSON
 * @param inferred whether the connector is to find the schema when it starts
 */
record RowsConfig(RowSchema schema, boolean inferred, String schemaName, CsvFormat csv, JsonFormat json) {

    static final String SCHEMA = "schema";
    static final String SCHEMA_NAME = "schema.name";
    static final String CSV_DELIMITER = "csv.delimiter";
    static final String CSV_QUOTE = "csv.quote";
    static final String CSV_HEADER = "csv.header";
    static final String CSV_NULL = "csv.null";
    static final String JSON_UNKNOWN_FIELDS = "json.unknown.fields";
    static final String JSON_MAX_DEPTH = "json.max.depth";

    private static final String CSV = "csv.";
    private static final String INFER = "infer";

    static void define(ConfigDef def) {
        new KeyGroup(def, "Rows")
                .text(
                        SCHEMA,
                        null,
                        Importance.HIGH,
                        "With `framing=csv` or `json`: the columns, as in `ts timestamp_micros, symbol string, price"
                                + " decimal(18,8), quantity long, sequence long?`; `?` means nullable. Types: string, bytes,"
                                + " boolean, int, long, double, decimal(p,s), date, timestamp_millis, timestamp_micros,"
                                + " timestamp_nanos, uuid. Left out, a row is one string, as it is. `infer`: the connector guesses"
                                + " it when it starts, from the beginnings of some of the files that are there, and logs it; it"
                                + " may guess another one with its next start, so declare what others rely on. CSV needs"
                                + " `csv.header=names` for it.")
                .text(
                        SCHEMA_NAME,
                        "io.sluice.Row",
                        Importance.LOW,
                        "The name of the struct's schema, for schema registries.")
                .text(
                        CSV_DELIMITER,
                        ",",
                        Importance.MEDIUM,
                        "The character between fields; `\\t` or `tab` for a tabulator.")
                .text(
                        CSV_QUOTE,
                        "\"",
                        Importance.LOW,
                        "The character around fields that hold delimiters, quotes or line ends; `none` if nothing is quoted.")
                .choice(
                        CSV_HEADER,
                        CsvFormat.Header.NONE,
                        Importance.MEDIUM,
                        "What the first row of a file is. `none`: a row like any other. `skip`: names of no interest, the fields"
                                + " are the columns in order. `names`: the names of the fields, by which columns are found. With"
                                + " `framing=line-chunks`, `names` sends that row with each chunk, so that the sink and the"
                                + " streams app find columns by name in mid-file too; it has to fit into a chunk.")
                .text(
                        CSV_NULL,
                        "",
                        Importance.LOW,
                        "The unquoted field that means null. `none`: no field does. Left empty, an empty one does.")
                .choice(
                        JSON_UNKNOWN_FIELDS,
                        JsonFormat.UnknownFields.IGNORE,
                        Importance.LOW,
                        "What a key of a JSON row means that is no column: nothing (`ignore`), or that the row is `bad`.")
                .number(
                        JSON_MAX_DEPTH,
                        64,
                        1,
                        10_000,
                        Importance.LOW,
                        "How deep objects and arrays may nest in a JSON row.");
    }

    static RowsConfig read(Values values, FramingConfig framing) {
        String line = values.text(SCHEMA);
        boolean isRows = framing.kind().isRows();
        if (line != null && !isRows) {
            values.problem(
                    SCHEMA,
                    "is set, but framing is " + KeyGroup.textOf(framing.kind())
                            + ", which makes no rows: set framing=csv or framing=json, or leave schema out");
        }
        boolean inferred = INFER.equals(line);
        if (inferred
                && framing.kind() == FramingConfig.Kind.CSV
                && values.choice(CSV_HEADER, CsvFormat.Header.class) != CsvFormat.Header.NAMES) {
            values.problem(
                    SCHEMA, "is infer, but no header names the columns: set csv.header=names, or declare the schema");
        }
        return new RowsConfig(
                line == null || !isRows || inferred ? null : values.checked(SCHEMA, () -> RowSchema.parse(line)),
                inferred && isRows,
                values.text(SCHEMA_NAME),
                hasCsv(values, framing) ? csv(values, framing) : null,
                framing.kind() == FramingConfig.Kind.JSON
                        ? JsonFormat.standard()
                                .withUnknownFields(values.choice(JSON_UNKNOWN_FIELDS, JsonFormat.UnknownFields.class))
                                .withMaxDepth(values.number(JSON_MAX_DEPTH))
                                .withMaxRowBytes(framing.maxLineBytes())
                        : null);
    }

    private static boolean hasCsv(Values values, FramingConfig framing) {
        return framing.kind() == FramingConfig.Kind.CSV
                || (framing.kind() == FramingConfig.Kind.LINE_CHUNKS
                        && values.choice(CSV_HEADER, CsvFormat.Header.class) == CsvFormat.Header.NAMES);
    }

    private static CsvFormat csv(Values values, FramingConfig framing) {
        CsvFormat format = CsvFormat.declared(
                values.text(CSV_DELIMITER),
                values.text(CSV_QUOTE),
                values.text(CSV_NULL),
                values.choice(CSV_HEADER, CsvFormat.Header.class),
                (setting, mistake) -> values.problem(CSV + setting, mistake));
        CsvFormat encoded = framing.charset() == null
                ? format
                : values.checked(FramingConfig.CHARSET, () -> format.withCharset(framing.charset()));
        return encoded == null ? format : encoded;
    }

    boolean areStructs() {
        return schema != null;
    }

    boolean areNamedByHeaders() {
        return csv != null && csv.header() == CsvFormat.Header.NAMES;
    }

    /** A decoder of rows as they are written. */
    RowDecoder decoder() {
        return csv != null ? new CsvRows(schema, csv) : new JsonRows(schema, json);
    }
}
