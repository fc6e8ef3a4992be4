package io.sluice.streams.aggregate;

import io.sluice.record.ColumnType;
import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;

/** The least or the greatest value of a column; text is compared by code points. */
final class ExtremeAggregate extends Aggregate {
    private final int column;
    private final int sign;
    private final boolean isDouble;
    private final Held held;

    /** The greatest value, or if asked the least. */
    ExtremeAggregate(int column, ColumnType type, boolean least) {
        this.column = column;
        sign = least ? -1 : 1;
        isDouble = type.kind() == ColumnType.Kind.DOUBLE;
        held = new Held(type);
    }

    @Override
    void add(RowValues row, Order at) {
        if (row.isNull(column) || (isDouble && Double.isNaN(row.doubleAt(column)))) {
            countNull();
        } else if (!held.isPresent() || sign * held.compare(row, column) < 0) {
            held.take(row, column);
        }
    }

    @Override
    void mergeValue(Aggregate other) {
        Held its = ((ExtremeAggregate) other).held;
        if (its.isPresent() && (!held.isPresent() || sign * held.compare(its) < 0)) {
            held.take(its);
        }
    }

    @Override
    void writeValue(PackedWriter out) {
        held.write(out);
    }

    @Override
    void readValue(PackedReader in) {
        held.read(in);
    }

    @Override
    void show(FieldReceiver out) {
        held.show(out);
    }
}
