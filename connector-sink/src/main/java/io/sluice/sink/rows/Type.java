package io.sluice.sink.rows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a column or a part of one holds. Immutable. */
public sealed interface Type {

    /** A single value. */
    enum Kind {
        BOOLEAN,
        INT8,
        INT16,
        INT32,
        INT64,
        FLOAT32,
        FLOAT64,
        STRING,
        BYTES,
        DECIMAL,
        DATE,
        TIME_MILLIS,
        TIME_MICROS,
        TIME_NANOS,
        TIMESTAMP_MILLIS,
        TIMESTAMP_MICROS,
        TIMESTAMP_NANOS,
        UUID;

        boolean isInteger() {
            return this == INT8 || this == INT16 || this == INT32 || this == INT64;
        }

        boolean isFloat() {
            return this == FLOAT32 || this == FLOAT64;
        }
    }

    /**
     * A single value.
     *
     * @param precision of a decimal, else 0
     * @param scale of a decimal, else 0
     * @param local whether a time is one of the wall, and not a moment
     */
    record Scalar(Kind kind, int precision, int scale, boolean local) implements Type {
        /** What 16 bytes hold. */
        static final int MOST_PRECISION = 38;

        static final int MOST_LONG_PRECISION = 18;

        static Scalar of(Kind kind) {
            return new Scalar(kind, 0, 0, false);
        }

        static Scalar local(Kind kind) {
            return new Scalar(kind, 0, 0, true);
        }

        static Scalar decimal(int precision, int scale) {
            return new Scalar(Kind.DECIMAL, precision, scale, false);
        }

        @Override
        public String toString() {
            return kind == Kind.DECIMAL
                    ? "decimal(" + precision + "," + scale + ")"
                    : kind.name().toLowerCase(Locale.ROOT);
        }
    }

    /** A list, of which elements may be null or not. */
    record Listing(Type element, boolean nullable) implements Type {
        @Override
        public String toString() {
            return "list of " + element;
        }
    }

    /** A map; its keys are never null. */
    record Mapping(Type key, Type value, boolean nullable) implements Type {
        @Override
        public String toString() {
            return "map of " + key + " to " + value;
        }
    }

    /** Named fields, at least one. */
    record Fields(List<Field> fields) implements Type {
        public Fields {
            fields = List.copyOf(fields);
        }

        Map<String, Field> byName() {
            Map<String, Field> byName = new LinkedHashMap<>();
            fields.forEach(field -> byName.put(field.name(), field));
            return byName;
        }

        @Override
        public String toString() {
            return "struct " + fields;
        }
    }

    /**
     * A field of a struct.
     *
     * @param nullable whether it may be null
     * @param absent what stands for it in rows of a schema that does not have it; null for a null
     */
    record Field(String name, Type type, boolean nullable, Object absent) {
        @Override
        public String toString() {
            return name + " " + type + (nullable ? "?" : "");
        }
    }
}
