package io.sluice.streams.aggregate;

import com.dynatrace.hash4j.distinctcount.HyperLogLog;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.sluice.record.ColumnType;
import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;
import java.util.Arrays;

/**
 * How many different values a column has, by HyperLogLog: 4,096 registers, so a standard error of 1.6 %. Up to 64
 * different values are kept as hashes and counted exactly. The same values give the same estimate in any order.
 */
final class DistinctAggregate extends Aggregate {
    private static final int PRECISION = 12;
    private static final int MOST_HASHES = 64;

    private final int column;
    private final Held.Form form;
    private final Hasher64 hasher = Hashing.wyhashFinal4();
    // Sorted, until there are too many of them.
    private long[] hashes = new long[4];
    private int count;
    private HyperLogLog sketch;

    DistinctAggregate(int column, ColumnType type) {
        this.column = column;
        form = Held.Form.of(type);
    }

    @Override
    void add(RowValues row, Order at) {
        if (row.isNull(column)) {
            countNull();
        } else {
            addHash(hash(row));
        }
    }

    private long hash(RowValues row) {
        return switch (form) {
            case BYTES -> hasher.hashBytesToLong(row.bufferAt(column), row.offsetAt(column), row.lengthAt(column));
            case LONG -> hasher.hashLongToLong(row.longAt(column));
            // 0.0 and -0.0 are one value, and all that are no numbers are one.
            case DOUBLE -> hasher.hashLongToLong(Double.doubleToLongBits(row.doubleAt(column) + 0.0));
            case WIDE, UUID -> hasher.hashLongLongToLong(row.highAt(column), row.longAt(column));
        };
    }

    private void addHash(long hash) {
        if (sketch != null) {
            sketch.add(hash);
            return;
        }
        int place = Arrays.binarySearch(hashes, 0, count, hash);
        if (place >= 0) {
            return;
        }
        if (count == MOST_HASHES) {
            toSketch();
            sketch.add(hash);
            return;
        }
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * count);
        }
        int at = -place - 1;
        System.arraycopy(hashes, at, hashes, at + 1, count - at);
        hashes[at] = hash;
        count++;
    }

    private void toSketch() {
        sketch = HyperLogLog.create(PRECISION);
        for (int i = 0; i < count; i++) {
            sketch.add(hashes[i]);
        }
        hashes = new long[0];
        count = 0;
    }

    @Override
    void mergeValue(Aggregate other) {
        DistinctAggregate distinct = (DistinctAggregate) other;
        if (distinct.sketch != null) {
            if (sketch == null) {
                toSketch();
            }
            sketch.add(distinct.sketch);
        } else {
            for (int i = 0; i < distinct.count; i++) {
                addHash(distinct.hashes[i]);
            }
        }
    }

    @Override
    void writeValue(PackedWriter out) {
        if (sketch != null) {
            out.writeByte(MOST_HASHES + 1);
            out.writeBytes(sketch.getState());
            return;
        }
        out.writeByte(count);
        for (int i = 0; i < count; i++) {
            out.writeLong(hashes[i]);
        }
    }

    @Override
    void readValue(PackedReader in) {
        int form0 = in.readByte();
        if (form0 > MOST_HASHES) {
            sketch = HyperLogLog.wrap(in.readBytes());
            count = 0;
            return;
        }
        sketch = null;
        count = form0;
        hashes = new long[Math.max(4, count)];
        for (int i = 0; i < count; i++) {
            hashes[i] = in.readLong();
        }
    }

    @Override
    void show(FieldReceiver out) {
        out.whole(sketch == null ? count : Math.round(sketch.getDistinctCountEstimate()));
    }
}
