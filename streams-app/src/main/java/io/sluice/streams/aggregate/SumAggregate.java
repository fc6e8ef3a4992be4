package io.sluice.streams.aggregate;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;

/** The sum of a column: exact for whole numbers and decimals. No value if no row had any. */
final class SumAggregate extends Aggregate {
    private final NumberColumn column;
    private final NumberTotal total;

    SumAggregate(NumberColumn column) {
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
        total.merge(((SumAggregate) other).total);
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
        total.showSum(out);
    }
}
