package io.sluice.streams.aggregate;

import com.tdunning.math.stats.MergingDigest;
import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Quantiles of a column, by t-digest with a compression of 200: an error in rank of about 0.5 % in the middle and much
 * less at the ends. Up to 64 values are kept as they are. It depends on the order, within that error.
 */
final class QuantilesAggregate extends Aggregate {
    private static final double COMPRESSION = 200;
    private static final int MOST_VALUES = 64;

    private final NumberColumn column;
    private final double[] wanted;
    private double[] values = new double[4];
    private int count;
    private MergingDigest digest;

    QuantilesAggregate(NumberColumn column, double[] wanted) {
        this.column = column;
        this.wanted = wanted;
    }

    @Override
    void add(RowValues row, Order at) {
        if (column.isMissing(row) || (column.isDouble() && Double.isInfinite(row.doubleAt(column.index())))) {
            countNull();
        } else {
            addValue(column.approximate(row));
        }
    }

    private void addValue(double value) {
        if (digest == null && count == MOST_VALUES) {
            toDigest();
        }
        if (digest != null) {
            digest.add(value, 1);
            return;
        }
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    private void toDigest() {
        digest = new MergingDigest(COMPRESSION);
        for (int i = 0; i < count; i++) {
            digest.add(values[i], 1);
        }
        values = new double[0];
        count = 0;
    }

    @Override
    void mergeValue(Aggregate other) {
        QuantilesAggregate quantiles = (QuantilesAggregate) other;
        if (quantiles.digest == null) {
            for (int i = 0; i < quantiles.count; i++) {
                addValue(quantiles.values[i]);
            }
            return;
        }
        if (digest == null) {
            toDigest();
        }
        digest.add(List.of(quantiles.digest));
    }

    @Override
    void writeValue(PackedWriter out) {
        if (digest != null) {
            out.writeByte(MOST_VALUES + 1);
            digest.compress();
            ByteBuffer bytes = ByteBuffer.allocate(digest.byteSize());
            digest.asBytes(bytes);
            out.writeBytes(bytes.array(), 0, bytes.position());
            return;
        }
        out.writeByte(count);
        for (int i = 0; i < count; i++) {
            out.writeDouble(values[i]);
        }
    }

    @Override
    void readValue(PackedReader in) {
        int form = in.readByte();
        if (form > MOST_VALUES) {
            digest = MergingDigest.fromBytes(ByteBuffer.wrap(in.readBytes()));
            count = 0;
            return;
        }
        digest = null;
        count = form;
        values = new double[Math.max(4, count)];
        for (int i = 0; i < count; i++) {
            values[i] = in.readDouble();
        }
    }

    @Override
    void show(FieldReceiver out) {
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        for (double quantile : wanted) {
            if (digest != null) {
                out.real(digest.quantile(quantile));
            } else if (count == 0) {
                out.none();
            } else {
                out.real(sorted[(int) Math.min(count - 1L, (long) Math.floor(quantile * count))]);
            }
        }
    }
}
