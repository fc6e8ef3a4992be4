package io.sluice.record;

import java.util.Locale;

/**
 * The type of a column: a kind, and for decimals a precision and a scale. An immutable value, free to share.
 *
 * @param kind what values the column holds
 * @param precision decimal digits in all, 1 to {@value #MAX_PRECISION}; 0 unless the kind is {@link Kind#DECIMAL}
 * @param scale decimal digits after the point, 0 to the precision; 0 unless the kind is {@link Kind#DECIMAL}
 */
public record ColumnType(Kind kind, int precision, int scale) {

    /** The largest decimal precision: 38 digits, what 128 bits hold. */
    public static final int MAX_PRECISION = 38;

    /** The largest decimal precision whose unscaled value is a {@code long}. */
    public static final int MAX_LONG_PRECISION = 18;

    /** What a column can hold. The name in a schema line is the constant's name in lower case. */
    public enum Kind {
        STRING,
        BYTES,
        BOOLEAN,
        INT,
        LONG,
        DOUBLE,
        DECIMAL,
        DATE,
        TIMESTAMP_MILLIS,
        TIMESTAMP_MICROS,
        TIMESTAMP_NANOS,
        UUID;

        /** The name of this kind in a schema line. */
        public String declaredName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks precision and scale. */
    public ColumnType {
        if (kind == Kind.DECIMAL) {
            if (precision < 1 || precision > MAX_PRECISION) {
                throw new IllegalArgumentException(
                        "decimal precision is " + precision + "; allowed is 1 to " + MAX_PRECISION);
            }
            if (scale < 0 || scale > precision) {
                throw new IllegalArgumentException(
                        "decimal scale is " + scale + "; allowed is 0 to the precision, " + precision);
            }
        } else if (precision != 0 || scale != 0) {
            throw new IllegalArgumentException(kind.declaredName() + " has no precision or scale");
        }
    }

    /** The type of a kind without parameters. */
    public static ColumnType of(Kind kind) {
        return new ColumnType(kind, 0, 0);
    }

    /** A decimal type. */
    public static ColumnType decimal(int precision, int scale) {
        return new ColumnType(Kind.DECIMAL, precision, scale);
    }

    /** Whether this is a decimal whose unscaled value needs 128 bits. */
    public boolean isWideDecimal() {
        return kind == Kind.DECIMAL && precision > MAX_LONG_PRECISION;
    }

    /** The type as a schema line writes it. */
    @Override
    public String toString() {
        return kind == Kind.DECIMAL ? "decimal(" + precision + "," + scale + ")" : kind.declaredName();
    }
}
