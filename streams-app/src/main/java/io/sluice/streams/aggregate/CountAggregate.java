package io.sluice.streams.aggregate;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;

/** Rows, or those in which a column is not null. */
final class CountAggregate extends Aggregate {
    private final int column;
    private long count;

    /** Counts the rows with a value in the column, or all if it is -1. */
    CountAggregate(int column) {
        this.column = column;
    }

    /** Whether it counts rows, whatever is in them, and so passes over none. */
    boolean isOfRows() {
        return column < 0;
    }

    @Override
    void add(RowValues row, Order at) {
        if (column >= 0 && row.isNull(column)) {
            countNull();
        } else {
            count++;
        }
    }

    @Override
    void mergeValue(Aggregate other) {
        count += ((CountAggregate) other).count;
    }

    @Override
    void writeValue(PackedWriter out) {
        out.writeCount(count);
    }

    @Override
    void readValue(PackedReader in) {
        count = in.readCount();
    }

    @Override
    void show(FieldReceiver out) {
        out.whole(count);
    }
}
