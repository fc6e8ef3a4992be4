package io.sluice.streams.aggregate;

import io.sluice.record.ColumnType;
import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;

/** A column's value in the first or the last row by {@link Order}, of those where it is not null. */
final class EdgeAggregate extends Aggregate {
    private final int column;
    private final boolean first;
    private final Held held;
    private final Order order;

    EdgeAggregate(int column, ColumnType type, boolean first, int sequenceColumns) {
        this.column = column;
        this.first = first;
        held = new Held(type);
        order = new Order(sequenceColumns);
    }

    @Override
    void add(RowValues row, Order at) {
        if (row.isNull(column)) {
            countNull();
        } else if (!held.isPresent() || at.isBefore(order) == first) {
            held.take(row, column);
            order.copy(at);
        }
    }

    @Override
    void mergeValue(Aggregate other) {
        EdgeAggregate edge = (EdgeAggregate) other;
        if (edge.held.isPresent() && (!held.isPresent() || edge.order.isBefore(order) == first)) {
            held.take(edge.held);
            order.copy(edge.order);
        }
    }

    @Override
    void writeValue(PackedWriter out) {
        held.write(out);
        if (held.isPresent()) {
            order.write(out);
        }
    }

    @Override
    void readValue(PackedReader in) {
        held.read(in);
        if (held.isPresent()) {
            order.read(in);
        }
    }

    @Override
    void show(FieldReceiver out) {
        held.show(out);
    }
}
