package io.sluice.streams.aggregate;

import io.sluice.record.ColumnType;
import io.sluice.record.ColumnType.Kind;
import io.sluice.streams.rows.RowValues;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A column that can be summed. Immutable, free to share.
 *
 * @param index its place in the schema
 * @param type int, long, double or decimal
 */
record NumberColumn(int index, ColumnType type) {
    boolean isDouble() {
        return type.kind() == Kind.DOUBLE;
    }

    boolean isWide() {
        return type.isWideDecimal();
    }

    int scale() {
        return type.scale();
    }

    /** A null, or a double that is no number: what an aggregate passes over and counts. */
    boolean isMissing(RowValues row) {
        return row.isNull(index) || (isDouble() && Double.isNaN(row.doubleAt(index)));
    }

    void addTo(ExactSum sum, RowValues row) {
        if (isWide()) {
            sum.add(row.highAt(index), row.longAt(index));
        } else {
            sum.add(row.longAt(index));
        }
    }

    BigInteger unscaled(RowValues row) {
        return isWide() ? Held.wide(row.highAt(index), row.longAt(index)) : BigInteger.valueOf(row.longAt(index));
    }

    /** The nearest double: for sketches, whose results are not exact anyway. */
    double approximate(RowValues row) {
        if (isDouble()) {
            return row.doubleAt(index);
        }
        if (!isWide() && scale() == 0) {
            return row.longAt(index);
        }
        return new BigDecimal(unscaled(row), scale()).doubleValue();
    }
}
