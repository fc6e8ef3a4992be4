package io.sluice.sink.rows;

import io.sluice.record.Column;
import io.sluice.record.ColumnType;
import io.sluice.record.RowSchema;
import io.sluice.sink.rows.Type.Field;
import io.sluice.sink.rows.Type.Fields;
import io.sluice.sink.rows.Type.Kind;
import io.sluice.sink.rows.Type.Listing;
import io.sluice.sink.rows.Type.Mapping;
import io.sluice.sink.rows.Type.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/**
 * The types that Connect's schemas and declared row schemas stand for. Besides Connect's own logical types it knows the names
 * that our source, and Debezium, give to what Connect has none for. Stateless.
 */
final class ConnectTypes {
    private static final int DEEPEST = 64;
    private static final String PRECISION = "connect.decimal.precision";

    private static final Map<String, Scalar> NAMED = Map.ofEntries(
            Map.entry("io.sluice.TimestampMicros", Scalar.of(Kind.TIMESTAMP_MICROS)),
            Map.entry("io.sluice.TimestampNanos", Scalar.of(Kind.TIMESTAMP_NANOS)),
            Map.entry("io.sluice.Uuid", Scalar.of(Kind.UUID)),
            Map.entry("io.debezium.data.Uuid", Scalar.of(Kind.UUID)),
            Map.entry("io.debezium.time.Date", Scalar.of(Kind.DATE)),
            Map.entry("io.debezium.time.Time", Scalar.local(Kind.TIME_MILLIS)),
            Map.entry("io.debezium.time.MicroTime", Scalar.local(Kind.TIME_MICROS)),
            Map.entry("io.debezium.time.NanoTime", Scalar.local(Kind.TIME_NANOS)),
            Map.entry("io.debezium.time.Timestamp", Scalar.local(Kind.TIMESTAMP_MILLIS)),
            Map.entry("io.debezium.time.MicroTimestamp", Scalar.local(Kind.TIMESTAMP_MICROS)),
            Map.entry("io.debezium.time.NanoTimestamp", Scalar.local(Kind.TIMESTAMP_NANOS)),
            Map.entry(Date.LOGICAL_NAME, Scalar.of(Kind.DATE)),
            Map.entry(Time.LOGICAL_NAME, Scalar.local(Kind.TIME_MILLIS)),
            Map.entry(Timestamp.LOGICAL_NAME, Scalar.of(Kind.TIMESTAMP_MILLIS)));

    private ConnectTypes() {}

    /** The columns of a struct. */
    static Fields of(Schema struct) throws BadRecordException {
        Type type = type("", struct, 0);
        if (type instanceof Fields fields) {
            return fields;
        }
        throw BadRecordException.incompatible("the value's struct has no fields, and a file needs a column");
    }

    /** Null for what no column can hold: a struct without fields, and what consists of such. */
    private static Type type(String path, Schema schema, int depth) throws BadRecordException {
        if (depth > DEEPEST) {
            throw BadRecordException.incompatible(
                    "field " + path + " is nested more than " + DEEPEST + " levels deep, or holds itself");
        }
        return switch (schema.type()) {
            case STRUCT -> struct(path, schema, depth);
            case ARRAY -> {
                Type element = type(path + "[]", schema.valueSchema(), depth + 1);
                yield element == null
                        ? null
                        : new Listing(element, schema.valueSchema().isOptional());
            }
            case MAP -> {
                Type key = type(path + " (key)", schema.keySchema(), depth + 1);
                Type value = type(path + " (value)", schema.valueSchema(), depth + 1);
                yield key == null || value == null
                        ? null
                        : new Mapping(key, value, schema.valueSchema().isOptional());
            }
            default -> scalar(path, schema);
        };
    }

    private static Type struct(String path, Schema schema, int depth) throws BadRecordException {
        List<Field> fields = new ArrayList<>();
        for (org.apache.kafka.connect.data.Field field : schema.fields()) {
            String name = path.isEmpty() ? field.name() : path + "." + field.name();
            Type type = type(name, field.schema(), depth + 1);
            if (type != null) {
                fields.add(new Field(
                        field.name(),
                        type,
                        field.schema().isOptional(),
                        field.schema().defaultValue()));
            }
        }
        return fields.isEmpty() ? null : new Fields(fields);
    }

    private static Type scalar(String path, Schema schema) throws BadRecordException {
        if (Decimal.LOGICAL_NAME.equals(schema.name()) && schema.type() == Schema.Type.BYTES) {
            return decimal(path, schema);
        }
        Scalar named = schema.name() == null ? null : NAMED.get(schema.name());
        if (named != null && fits(named.kind(), schema.type())) {
            return named;
        }
        return Scalar.of(
                switch (schema.type()) {
                    case BOOLEAN -> Kind.BOOLEAN;
                    case INT8 -> Kind.INT8;
                    case INT16 -> Kind.INT16;
                    case INT32 -> Kind.INT32;
                    case INT64 -> Kind.INT64;
                    case FLOAT32 -> Kind.FLOAT32;
                    case FLOAT64 -> Kind.FLOAT64;
                    case STRING -> Kind.STRING;
                    case BYTES -> Kind.BYTES;
                    default -> throw BadRecordException.incompatible("field " + path + " is of type " + schema.type());
                });
    }

    private static boolean fits(Kind kind, Schema.Type type) {
        return switch (kind) {
            case UUID -> type == Schema.Type.STRING;
            case DATE, TIME_MILLIS -> type == Schema.Type.INT32;
            default -> type == Schema.Type.INT64;
        };
    }

    private static Type decimal(String path, Schema schema) throws BadRecordException {
        String scaleText =
                schema.parameters() == null ? null : schema.parameters().get(Decimal.SCALE_FIELD);
        String precisionText =
                schema.parameters() == null ? null : schema.parameters().get(PRECISION);
        try {
            int scale = Integer.parseInt(scaleText);
            int precision = precisionText == null ? Scalar.MOST_PRECISION : Integer.parseInt(precisionText);
            if (scale >= 0 && scale <= precision && precision >= 1 && precision <= Scalar.MOST_PRECISION) {
                return Scalar.decimal(precision, scale);
            }
        } catch (NumberFormatException noNumber) {
            // Said below.
        }
        throw BadRecordException.incompatible("field " + path + " is a decimal of precision " + precisionText
                + " and scale " + scaleText + ", but a column holds 1 to " + Scalar.MOST_PRECISION
                + " digits, of which up to all may be behind the point");
    }

    /** The columns of a declared row schema. */
    static Fields of(RowSchema rows) {
        List<Field> fields = new ArrayList<>();
        for (Column column : rows.columns()) {
            fields.add(new Field(column.name(), declared(column.type()), column.nullable(), null));
        }
        return new Fields(fields);
    }

    private static Scalar declared(ColumnType type) {
        return switch (type.kind()) {
            case STRING -> Scalar.of(Kind.STRING);
            case BYTES -> Scalar.of(Kind.BYTES);
            case BOOLEAN -> Scalar.of(Kind.BOOLEAN);
            case INT -> Scalar.of(Kind.INT32);
            case LONG -> Scalar.of(Kind.INT64);
            case DOUBLE -> Scalar.of(Kind.FLOAT64);
            case DECIMAL -> Scalar.decimal(type.precision(), type.scale());
            case DATE -> Scalar.of(Kind.DATE);
            case TIMESTAMP_MILLIS -> Scalar.of(Kind.TIMESTAMP_MILLIS);
            case TIMESTAMP_MICROS -> Scalar.of(Kind.TIMESTAMP_MICROS);
            case TIMESTAMP_NANOS -> Scalar.of(Kind.TIMESTAMP_NANOS);
            case UUID -> Scalar.of(Kind.UUID);
        };
    }
}
