package io.sluice.streams.aggregate;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;
import java.math.BigInteger;

/** Sum and number of a column's values: exact unless the column is of doubles. Owned by one thread. */
final class NumberTotal {
    private final NumberColumn column;
    private final ExactSum exact;
    private final DoubleSum real;
    private long count;

    NumberTotal(NumberColumn column) {
        this.column = column;
        exact = column.isDouble() ? null : new ExactSum();
        real = column.isDouble() ? new DoubleSum() : null;
    }

    void add(RowValues row) {
        count++;
        if (exact != null) {
            column.addTo(exact, row);
        } else {
            real.add(row.doubleAt(column.index()));
        }
    }

    void merge(NumberTotal other) {
        count += other.count;
        if (exact != null) {
            exact.add(other.exact);
        } else {
            real.add(other.real);
        }
    }

    long count() {
        return count;
    }

    BigInteger exactSum() {
        return exact.value();
    }

    void write(PackedWriter out) {
        out.writeCount(count);
        if (exact != null) {
            exact.write(out);
        } else {
            real.write(out);
        }
    }

    void read(PackedReader in) {
        count = in.readCount();
        if (exact != null) {
            exact.read(in);
        } else {
            real.read(in);
        }
    }

    void showSum(FieldReceiver out) {
        if (count == 0) {
            out.none();
        } else if (exact != null) {
            out.decimal(exact.value());
        } else {
            out.real(real.value());
        }
    }

    void showAverage(FieldReceiver out) {
        if (count == 0) {
            out.none();
        } else if (exact != null) {
            out.decimal(Quotient.of(
                    exact.value(), BigInteger.valueOf(count), Quotient.scale(column.scale()) - column.scale()));
        } else {
            out.real(real.value() / count);
        }
    }
}
