package io.sluice.streams.aggregate;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;

/** The mean of a column. For exact columns the sum is exact, and the quotient rounded once. */
final class AverageAggregate extends Aggregate {
    private final NumberColumn column;
    private final NumberTotal total;

    AverageAggregate(NumberColumn column) {
        this.column = column;
        total = new NumberTotal(column);
    }

    @Override
    void add(RowValues row, Order at) {
        if (column.isMissing(row)) {
            countNull();
        } else {
            total.add(row);
        }
    }

    @Override
    void mergeValue(Aggregate other) {
        total.merge(((AverageAggregate) other).total);
    }

    @Override
    void writeValue(PackedWriter out) {
        total.write(out);
    }

    @Override
    void readValue(PackedReader in) {
        total.read(in);
    }

    @Override
    void show(FieldReceiver out) {
        total.showAverage(out);
    }
}
