package io.sluice.sink.rows;

import io.sluice.sink.rows.Type.Field;
import io.sluice.sink.rows.Type.Fields;
import io.sluice.sink.rows.Type.Listing;
import io.sluice.sink.rows.Type.Mapping;
import io.sluice.sink.rows.Type.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The Parquet schema of a type, as the format's LogicalTypes.md has it: lists and maps in three levels. Stateless. */
final class ParquetTypes {
    static final String LIST = "list";
    static final String ELEMENT = "element";
    static final String KEY_VALUE = "key_value";
    static final String KEY = "key";
    static final String VALUE = "value";
    static final int UUID_BYTES = 16;

    /** What holds 38 digits. */
    static final int WIDE_DECIMAL_BYTES = 16;

    private ParquetTypes() {}

    static MessageType message(Fields fields) {
        return new MessageType("row", fieldsOf(fields));
    }

    private static List<org.apache.parquet.schema.Type> fieldsOf(Fields fields) {
        List<org.apache.parquet.schema.Type> types = new ArrayList<>();
        for (Field field : fields.fields()) {
            types.add(type(field.name(), field.type(), repetition(field.nullable())));
        }
        return types;
    }

    private static Repetition repetition(boolean nullable) {
        return nullable ? Repetition.OPTIONAL : Repetition.REQUIRED;
    }

    private static org.apache.parquet.schema.Type type(String name, Type type, Repetition repetition) {
        if (type instanceof Scalar scalar) {
            return scalar(name, scalar, repetition);
        }
        if (type instanceof Fields fields) {
            return new GroupType(repetition, name, fieldsOf(fields));
        }
        if (type instanceof Listing list) {
            GroupType repeated = new GroupType(
                    Repetition.REPEATED, LIST, type(ELEMENT, list.element(), repetition(list.nullable())));
            return Types.buildGroup(repetition)
                    .as(LogicalTypeAnnotation.listType())
                    .addField(repeated)
                    .named(name);
        }
        Mapping map = (Mapping) type;
        GroupType repeated = new GroupType(
                Repetition.REPEATED,
                KEY_VALUE,
                type(KEY, map.key(), Repetition.REQUIRED),
                type(VALUE, map.value(), repetition(map.nullable())));
        return Types.buildGroup(repetition)
                .as(LogicalTypeAnnotation.mapType())
                .addField(repeated)
                .named(name);
    }

    private static PrimitiveType scalar(String name, Scalar scalar, Repetition repetition) {
        return switch (scalar.kind()) {
            case BOOLEAN -> plain(PrimitiveTypeName.BOOLEAN, repetition, name);
            case INT8 -> as(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(8, true), repetition, name);
            case INT16 -> as(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(16, true), repetition, name);
            case INT32 -> plain(PrimitiveTypeName.INT32, repetition, name);
            case INT64 -> plain(PrimitiveTypeName.INT64, repetition, name);
            case FLOAT32 -> plain(PrimitiveTypeName.FLOAT, repetition, name);
            case FLOAT64 -> plain(PrimitiveTypeName.DOUBLE, repetition, name);
            case STRING -> as(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType(), repetition, name);
            case BYTES -> plain(PrimitiveTypeName.BINARY, repetition, name);
            case DECIMAL -> decimal(name, scalar, repetition);
            case DATE -> as(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType(), repetition, name);
            case TIME_MILLIS -> as(PrimitiveTypeName.INT32, time(scalar, TimeUnit.MILLIS), repetition, name);
            case TIME_MICROS -> as(PrimitiveTypeName.INT64, time(scalar, TimeUnit.MICROS), repetition, name);
            case TIME_NANOS -> as(PrimitiveTypeName.INT64, time(scalar, TimeUnit.NANOS), repetition, name);
            case TIMESTAMP_MILLIS -> as(PrimitiveTypeName.INT64, moment(scalar, TimeUnit.MILLIS), repetition, name);
            case TIMESTAMP_MICROS -> as(PrimitiveTypeName.INT64, moment(scalar, TimeUnit.MICROS), repetition, name);
            case TIMESTAMP_NANOS -> as(PrimitiveTypeName.INT64, moment(scalar, TimeUnit.NANOS), repetition, name);
            case UUID -> fixed(UUID_BYTES, LogicalTypeAnnotation.uuidType(), repetition, name);
        };
    }

    private static LogicalTypeAnnotation time(Scalar scalar, TimeUnit unit) {
        return LogicalTypeAnnotation.timeType(!scalar.local(), unit);
    }

    private static LogicalTypeAnnotation moment(Scalar scalar, TimeUnit unit) {
        return LogicalTypeAnnotation.timestampType(!scalar.local(), unit);
    }

    private static PrimitiveType decimal(String name, Scalar scalar, Repetition repetition) {
        LogicalTypeAnnotation annotation = LogicalTypeAnnotation.decimalType(scalar.scale(), scalar.precision());
        return scalar.precision() <= Scalar.MOST_LONG_PRECISION
                ? as(PrimitiveTypeName.INT64, annotation, repetition, name)
                : fixed(WIDE_DECIMAL_BYTES, annotation, repetition, name);
    }

    private static PrimitiveType plain(PrimitiveTypeName stored, Repetition repetition, String name) {
        return Types.primitive(stored, repetition).named(name);
    }

    private static PrimitiveType as(
            PrimitiveTypeName stored, LogicalTypeAnnotation annotation, Repetition repetition, String name) {
        return Types.primitive(stored, repetition).as(annotation).named(name);
    }

    private static PrimitiveType fixed(
            int bytes, LogicalTypeAnnotation annotation, Repetition repetition, String name) {
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(bytes)
                .as(annotation)
                .named(name);
    }
}
