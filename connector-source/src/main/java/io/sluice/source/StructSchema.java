package io.sluice.source;

import io.sluice.record.Column;
import io.sluice.record.ColumnType;
import io.sluice.record.RowSchema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;

/**
 * The schema of Connect that holds rows of a declared one. Each field has the declared type as a parameter, {@value #TYPE},
 * so that a reader knows what a number stands for.
 *
 * <table>
 * <caption>What becomes of the types</caption>
 * <tr><td>string, bytes, boolean, double</td><td>the same</td></tr>
 * <tr><td>int, long</td><td>int32, int64</td></tr>
 * <tr><td>decimal(p,s)</td><td>Connect's Decimal of that scale, with the parameter {@value #PRECISION}</td></tr>
 * <tr><td>date</td><td>Connect's Date</td></tr>
 * <tr><td>timestamp_millis</td><td>Connect's Timestamp</td></tr>
 * <tr><td>timestamp_micros, timestamp_nanos</td><td>int64 named {@value #MICROS}, {@value #NANOS}: Connect has no type that
 *     holds them</td></tr>
 * <tr><td>uuid</td><td>string named {@value #UUID}</td></tr>
 * </table>
 */
final class StructSchema {

    static final String TYPE = "sluice.type";

    /** Where the converters for Avro and Protobuf look for a decimal's precision. */
    static final String PRECISION = "connect.decimal.precision";

    static final String MICROS = "io.sluice.TimestampMicros";
    static final String NANOS = "io.sluice.TimestampNanos";
    static final String UUID = "io.sluice.Uuid";

    private StructSchema() {}

    /** @param name of the struct, which converters with a registry need */
    static Schema of(RowSchema rows, String name) {
        SchemaBuilder struct = SchemaBuilder.struct().name(name);
        for (Column column : rows.columns()) {
            struct.field(column.name(), field(column));
        }
        return struct.build();
    }

    private static Schema field(Column column) {
        ColumnType type = column.type();
        SchemaBuilder field = switch (type.kind()) {
            case STRING -> SchemaBuilder.string();
            case BYTES -> SchemaBuilder.bytes();
            case BOOLEAN -> SchemaBuilder.bool();
            case INT -> SchemaBuilder.int32();
            case LONG -> SchemaBuilder.int64();
            case DOUBLE -> SchemaBuilder.float64();
            case DECIMAL -> Decimal.builder(type.scale()).parameter(PRECISION, Integer.toString(type.precision()));
            case DATE -> Date.builder();
            case TIMESTAMP_MILLIS -> Timestamp.builder();
            case TIMESTAMP_MICROS -> SchemaBuilder.int64().name(MICROS);
            case TIMESTAMP_NANOS -> SchemaBuilder.int64().name(NANOS);
            case UUID -> SchemaBuilder.string().name(UUID);
        };
        field.parameter(TYPE, type.toString());
        return column.nullable() ? field.optional().build() : field.build();
    }
}
