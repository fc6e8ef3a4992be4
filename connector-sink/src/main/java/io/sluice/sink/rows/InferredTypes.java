package io.sluice.sink.rows;

import io.sluice.sink.rows.Type.Field;
import io.sluice.sink.rows.Type.Fields;
import io.sluice.sink.rows.Type.Kind;
import io.sluice.sink.rows.Type.Listing;
import io.sluice.sink.rows.Type.Scalar;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;

/**
 * The types of values that come without a schema. Everything is nullable. What says nothing (a null, an empty list, an empty
 * map) has no type yet: its column is there once a record says more. Stateless.
 */
final class InferredTypes {
    private static final int DEEPEST = 64;
    private static final TypeUnion UNION = new TypeUnion(true);

    private InferredTypes() {}

    /** The columns of a map; null if no value of it says anything. */
    static Fields of(Map<?, ?> row) throws BadRecordException {
        return fields("", row, 0);
    }

    private static Fields fields(String path, Map<?, ?> row, int depth) throws BadRecordException {
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<?, ?> entry : row.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new BadRecordException("a map" + (path.isEmpty() ? "" : " in field " + path) + " has the key "
                        + entry.getKey() + ", but columns have names");
            }
            Type type = type(path.isEmpty() ? name : path + "." + name, entry.getValue(), depth);
            if (type != null) {
                fields.add(new Field(name, type, true, null));
            }
        }
        return fields.isEmpty() ? null : new Fields(fields);
    }

    private static Type type(String path, Object value, int depth) throws BadRecordException {
        if (depth > DEEPEST) {
            throw new BadRecordException("field " + path + " is nested more than " + DEEPEST + " levels deep");
        }
        if (value == null) {
            return null;
        }
        if (value instanceof Map<?, ?> map) {
            return fields(path, map, depth + 1);
        }
        if (value instanceof List<?> list) {
            return list(path, list, depth + 1);
        }
        return scalar(path, value);
    }

    private static Type list(String path, List<?> list, int depth) throws BadRecordException {
        Type element = null;
        for (Object each : list) {
            Type found = type(path + "[]", each, depth);
            if (found != null) {
                element = element == null ? found : union(path, element, found);
            }
        }
        return element == null ? null : new Listing(element, true);
    }

    private static Type union(String path, Type one, Type other) throws BadRecordException {
        Fields both = UNION.of(
                new Fields(List.of(new Field(path, one, true, null))),
                new Fields(List.of(new Field(path, other, true, null))));
        return both.fields().get(0).type();
    }

    private static Scalar scalar(String path, Object value) throws BadRecordException {
        if (value instanceof BigDecimal decimal) {
            return Scalar.decimal(Scalar.MOST_PRECISION, Math.max(0, Math.min(decimal.scale(), Scalar.MOST_PRECISION)));
        }
        Kind kind;
        if (value instanceof String) {
            kind = Kind.STRING;
        } else if (value instanceof Boolean) {
            kind = Kind.BOOLEAN;
        } else if (value instanceof Double || value instanceof Float) {
            kind = Kind.FLOAT64;
        } else if (value instanceof Number) {
            kind = Kind.INT64;
        } else if (value instanceof byte[] || value instanceof ByteBuffer) {
            kind = Kind.BYTES;
        } else if (value instanceof Date) {
            kind = Kind.TIMESTAMP_MILLIS;
        } else {
            throw new BadRecordException(
                    "field " + path + " is a " + value.getClass().getName() + ", which no column holds");
        }
        return Scalar.of(kind);
    }
}
