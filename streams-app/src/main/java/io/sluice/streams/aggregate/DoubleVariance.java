package io.sluice.streams.aggregate;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;

/**
 * The sample variance of doubles, by Welford's and, for merging, Chan's formulas, which do not cancel. It depends on the
 * order by some units in the last place. No value for fewer than two rows.
 */
final class DoubleVariance extends Aggregate {
    private final NumberColumn column;
    private long count;
    private double mean;
    private double spread;

    DoubleVariance(NumberColumn column) {
        this.column = column;
    }

    @Override
    void add(RowValues row, Order at) {
        if (column.isMissing(row)) {
            countNull();
            return;
        }
        double value = row.doubleAt(column.index());
        count++;
        double distance = value - mean;
        mean += distance / count;
        spread += distance * (value - mean);
    }

    @Override
    void mergeValue(Aggregate other) {
        DoubleVariance variance = (DoubleVariance) other;
        if (variance.count == 0) {
            return;
        }
        long both = count + variance.count;
        double distance = variance.mean - mean;
        spread += variance.spread + distance * distance * ((double) count * variance.count / both);
        mean += distance * ((double) variance.count / both);
        count = both;
    }

    @Override
    void writeValue(PackedWriter out) {
        out.writeCount(count);
        out.writeDouble(mean);
        out.writeDouble(spread);
    }

    @Override
    void readValue(PackedReader in) {
        count = in.readCount();
        mean = in.readDouble();
        spread = in.readDouble();
    }

    @Override
    void show(FieldReceiver out) {
        if (count < 2) {
            out.none();
        } else {
            out.real(spread / (count - 1));
        }
    }
}
