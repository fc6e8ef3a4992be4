package io.sluice.streams.aggregate;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;
import java.math.BigInteger;

/**
 * The sample variance of whole numbers or decimals: from the exact sums of values and of their squares, so it does not
 * depend on the order and is rounded once. No value for fewer than two rows.
 */
final class ExactVariance extends Aggregate {
    private final NumberColumn column;
    private final NumberTotal total;
    private final ExactSum squares = new ExactSum();

    ExactVariance(NumberColumn column) {
        this.column = column;
        total = new NumberTotal(column);
    }

    @Override
    void add(RowValues row, Order at) {
        if (column.isMissing(row)) {
            countNull();
            return;
        }
        total.add(row);
        if (column.isWide()) {
            squares.add(column.unscaled(row).pow(2));
        } else {
            long value = row.longAt(column.index());
            squares.addProduct(value, value);
        }
    }

    @Override
    void mergeValue(Aggregate other) {
        ExactVariance variance = (ExactVariance) other;
        total.merge(variance.total);
        squares.add(variance.squares);
    }

    @Override
    void writeValue(PackedWriter out) {
        total.write(out);
        squares.write(out);
    }

    @Override
    void readValue(PackedReader in) {
        total.read(in);
        squares.read(in);
    }

    @Override
    void show(FieldReceiver out) {
        if (total.count() < 2) {
            out.none();
            return;
        }
        BigInteger count = BigInteger.valueOf(total.count());
        BigInteger spread =
                count.multiply(squares.value()).subtract(total.exactSum().pow(2));
        BigInteger divisor = count.multiply(count.subtract(BigInteger.ONE));
        int zeros = Quotient.scale(2 * column.scale()) - 2 * column.scale();
        // Columns of more than 19 places: the result has the most places there are, and loses the rest.
        out.decimal(
                zeros >= 0
                        ? Quotient.of(spread, divisor, zeros)
                        : Quotient.of(spread, divisor.multiply(BigInteger.TEN.pow(-zeros)), 0));
    }
}
