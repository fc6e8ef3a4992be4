package io.sluice.sink;

import io.sluice.connector.KeyGroup;
import io.sluice.connector.Values;
import io.sluice.record.CsvFormat;
import io.sluice.record.CsvRows;
import io.sluice.record.JsonFormat;
import io.sluice.record.JsonRows;
import io.sluice.record.RowSchema;
import io.sluice.sink.files.WriterSettings.Tombstones;
import io.sluice.sink.rows.BadRecordException;
import io.sluice.sink.rows.ChunkRows;
import io.sluice.sink.rows.MetadataColumns;
import io.sluice.sink.rows.RecordRows;
import io.sluice.sink.rows.ValueRows;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * What is in a record, and what columns become of it: the keys of the group, and what they say. An immutable value.
 *
 * @param schema null if none is declared
 */
record RowsConfig(
        Format format,
        RowSchema schema,
        CsvFormat csv,
        JsonFormat json,
        MetadataColumns metadata,
        Tombstones tombstones,
        boolean evolves,
        boolean failOnIncompatible) {

    static final String FORMAT = "value.format";
    static final String SCHEMA = "schema";
    static final String CSV_DELIMITER = "csv.delimiter";
    static final String CSV_QUOTE = "csv.quote";
    static final String CSV_HEADER = "csv.header";
    static final String CSV_NULL = "csv.null";
    static final String JSON_UNKNOWN_FIELDS = "json.unknown.fields";
    static final String JSON_MAX_DEPTH = "json.max.depth";
    static final String METADATA = "metadata.columns";
    static final String METADATA_PREFIX = "metadata.prefix";
    static final String TOMBSTONES = "tombstones";
    static final String EVOLUTION = "schema.evolution";
    static final String INCOMPATIBLE = "schema.incompatible";

    private static final String CSV = "csv.";

    /** What a value is. */
    enum Format {
        /** What the converter makes of it. */
        VALUE,
        /** Bytes or text that are lines of CSV. */
        CSV,
        /** Bytes or text that are JSON, an object a line. */
        JSON
    }

    /** How columns follow schemas. */
    enum Evolution {
        UNION,
        NONE
    }

    /** What becomes of records whose schema has no union with the others. */
    enum Incompatible {
        DEAD_LETTER,
        FAIL
    }

    static void define(ConfigDef def) {
        new KeyGroup(def, "Rows")
                .choice(
                        FORMAT,
                        Format.VALUE,
                        Importance.HIGH,
                        "What a record's value is. `value`: what the converter makes of it, as a struct (a column for each field),"
                                + " a map without a schema (likewise), or a single string, number or array of bytes (one column,"
                                + " `value`). `csv`, `json`: bytes or text that are decoded into rows of `schema`: one line, or a"
                                + " chunk of lines. Then use the ByteArrayConverter.")
                .text(
                        SCHEMA,
                        null,
                        Importance.HIGH,
                        "The columns, as in `ts timestamp_micros, symbol string, price decimal(18,8), quantity long, sequence"
                                + " long?`; `?` means nullable. Types: string, bytes, boolean, int, long, double, decimal(p,s), date,"
                                + " timestamp_millis, timestamp_micros, timestamp_nanos, uuid. Needed with `csv` and `json`; with"
                                + " `value` it is for maps without a schema, whose columns are inferred if it is left out.")
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
                        "What the first line of a file is. `none`: a row like any other. `skip`: names of no interest; the fields"
                                + " are the columns in order. `names`: the names of the fields, by which columns are found; the"
                                + " source sends them with each chunk if it has `csv.header=names`, too. Only chunks say where a"
                                + " file begins; each other record counts as the beginning of one.")
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
                        "How deep objects and arrays may nest in a JSON row.")
                .list(
                        METADATA,
                        "",
                        Importance.MEDIUM,
                        "Columns that say where a row came from, behind the others: any of `key` (text), `headers` (a list of"
                                + " names and texts), `topic`, `partition`, `offset`, `timestamp`.")
                .text(METADATA_PREFIX, "kafka_", Importance.LOW, "The beginning of the names of those columns.")
                .choice(
                        TOMBSTONES,
                        Tombstones.SKIP,
                        Importance.MEDIUM,
                        "What becomes of records without a value: `skip` passes over them, `fail` makes them bad records, `nulls`"
                                + " writes a row in which every column is null.")
                .choice(
                        EVOLUTION,
                        Evolution.UNION,
                        Importance.MEDIUM,
                        "How columns follow schemas. `union`: they are those of all schemas that have come; new fields are added,"
                                + " numbers widened, missing fields null or their default, so old and new records share files."
                                + " `none`: a schema that changes anything is incompatible.")
                .choice(
                        INCOMPATIBLE,
                        Incompatible.DEAD_LETTER,
                        Importance.MEDIUM,
                        "What becomes of a record whose schema has no union with that of the others: it is reported like any bad"
                                + " record, or the task fails in any case.");
    }

    static RowsConfig read(Values values) {
        Format format = values.choice(FORMAT, Format.class);
        String line = values.text(SCHEMA);
        RowSchema schema = line == null ? null : values.checked(SCHEMA, () -> RowSchema.parse(line));
        if (format != Format.VALUE && line == null) {
            values.problem(SCHEMA, "is needed to decode rows with value.format=" + KeyGroup.textOf(format));
        }
        List<String> known = KeyGroup.wordsOf(MetadataColumns.Column.class).toList();
        List<String> columns = values.list(METADATA);
        for (String column : columns) {
            if (!known.contains(column)) {
                values.problem(METADATA, "has " + column + ", but must consist of " + String.join(", ", known));
            }
        }
        String prefix = values.text(METADATA_PREFIX);
        MetadataColumns metadata = values.isFine(METADATA)
                ? new MetadataColumns(
                        prefix == null ? "" : prefix,
                        columns.stream()
                                .distinct()
                                .map(name -> MetadataColumns.Column.valueOf(name.toUpperCase(Locale.ROOT)))
                                .toList())
                : MetadataColumns.NONE;
        RowsConfig config = new RowsConfig(
                format,
                schema,
                csv(values),
                JsonFormat.standard()
                        .withUnknownFields(values.choice(JSON_UNKNOWN_FIELDS, JsonFormat.UnknownFields.class))
                        .withMaxDepth(values.number(JSON_MAX_DEPTH)),
                metadata,
                values.choice(TOMBSTONES, Tombstones.class),
                values.choice(EVOLUTION, Evolution.class) == Evolution.UNION,
                values.choice(INCOMPATIBLE, Incompatible.class) == Incompatible.FAIL);
        if (format != Format.VALUE && config.tombstones() == Tombstones.NULLS) {
            values.problem(TOMBSTONES, "is nulls, but rows that are decoded have none: set skip or fail");
        }
        config.check(values);
        return config;
    }

    /** Tries what the tasks will do. */
    private void check(Values values) {
        if (schema != null && values.isFine(SCHEMA)) {
            try {
                RecordRows unused = rows();
            } catch (BadRecordException wrong) {
                values.problem(SCHEMA, wrong.getMessage());
            }
        }
    }

    /** The first stage, for one partition. */
    RecordRows rows() throws BadRecordException {
        return switch (format) {
            case VALUE -> new ValueRows(metadata, schema, evolves);
            case CSV -> new ChunkRows(new CsvRows(schema, csv), metadata);
            case JSON -> new ChunkRows(new JsonRows(schema, json), metadata);
        };
    }

    private static CsvFormat csv(Values values) {
        return CsvFormat.declared(
                values.text(CSV_DELIMITER),
                values.text(CSV_QUOTE),
                values.text(CSV_NULL),
                values.choice(CSV_HEADER, CsvFormat.Header.class),
                (setting, mistake) -> values.problem(CSV + setting, mistake));
    }
}
