package io.sluice.streams.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.record.Column;
import io.sluice.record.ColumnType;
import io.sluice.streams.engine.Plan;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** The Avro schema of results, as {@code deploy/topics/bars.md} has it. Stateless. */
final class AvroSchemaText {
    private static final JsonFactory JSON = new JsonFactory();

    private AvroSchemaText() {}

    /**
     * The schema of a plan's results.
     *
     * @throws IllegalArgumentException if a column's name is none in Avro
     */
    static String of(Plan plan) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", "record");
            json.writeStringField("name", "Bar");
            json.writeStringField("namespace", "io.sluice.streams");
            json.writeArrayFieldStart("fields");
            for (Column column : plan.keys().columns()) {
                field(json, column);
            }
            ColumnType time = plan.schema().columns().get(plan.time()).type();
            field(json, new Column("window", ColumnType.of(ColumnType.Kind.STRING), false));
            field(json, new Column("start", time, false));
            field(json, new Column("end", time, false));
            field(json, new Column("final", ColumnType.of(ColumnType.Kind.BOOLEAN), false));
            field(json, new Column("revision", ColumnType.of(ColumnType.Kind.INT), false));
            field(json, new Column("gap", ColumnType.of(ColumnType.Kind.BOOLEAN), false));
            field(json, new Column("rows", ColumnType.of(ColumnType.Kind.LONG), false));
            for (Column column : plan.aggregates().columns()) {
                field(json, column);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory does not fail", e);
        }
        return text.toString();
    }

    private static void field(JsonGenerator json, Column column) throws IOException {
        if (!column.name().matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("a field's name in Avro is of letters, digits and '_', and '"
                    + column.name() + "' is not; rename it, or write JSON");
        }
        json.writeStartObject();
        json.writeStringField("name", column.name());
        json.writeFieldName("type");
        if (column.nullable()) {
            json.writeStartArray();
            json.writeString("null");
            type(json, column.type());
            json.writeEndArray();
            json.writeNullField("default");
        } else {
            type(json, column.type());
        }
        json.writeEndObject();
    }

    private static void type(JsonGenerator json, ColumnType type) throws IOException {
        switch (type.kind()) {
            case STRING -> json.writeString("string");
            case BYTES -> json.writeString("bytes");
            case BOOLEAN -> json.writeString("boolean");
            case INT -> json.writeString("int");
            case LONG -> json.writeString("long");
            case DOUBLE -> json.writeString("double");
            case DATE -> logical(json, "int", "date");
            case TIMESTAMP_MILLIS -> logical(json, "long", "timestamp-millis");
            case TIMESTAMP_MICROS -> logical(json, "long", "timestamp-micros");
            case TIMESTAMP_NANOS -> logical(json, "long", "timestamp-nanos");
            case UUID -> logical(json, "string", "uuid");
            case DECIMAL -> {
                json.writeStartObject();
                json.writeStringField("type", "bytes");
                json.writeStringField("logicalType", "decimal");
                json.writeNumberField("precision", type.precision());
                json.writeNumberField("scale", type.scale());
                json.writeEndObject();
            }
        }
    }

    private static void logical(JsonGenerator json, String type, String logicalType) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeStringField("logicalType", logicalType);
        json.writeEndObject();
    }
}
