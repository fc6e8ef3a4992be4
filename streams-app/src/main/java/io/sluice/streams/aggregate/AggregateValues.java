package io.sluice.streams.aggregate;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;

/**
 * What all the {@link Aggregates} say of some rows: a value that rows are added to and others merged into. Owned by the
 * thread that owns its window.
 */
public final class AggregateValues {
    private static final int VERSION = 1;

    private final Aggregate[] values;
    private long rows;

    AggregateValues(Aggregate[] values) {
        this.values = values;
    }

    public void add(RowValues row, Order at) {
        rows++;
        for (Aggregate value : values) {
            value.add(row, at);
        }
    }

    /** Reads a little of all that adding a row will need; what it returns means nothing. */
    public long touch() {
        long sum = rows;
        for (Aggregate value : values) {
            sum += value.touch();
        }
        return sum;
    }

    /** Adds what the other holds, which stays as it is. */
    public void merge(AggregateValues other) {
        rows += other.rows;
        for (int i = 0; i < values.length; i++) {
            values[i].merge(other.values[i]);
        }
    }

    /** How many rows were added, here or to what was merged. */
    public long rows() {
        return rows;
    }

    /** Makes these, of a window without rows, stand where the others ended: a bar's price where the last one closed. */
    public void standAtEndOf(AggregateValues before) {
        for (int i = 0; i < values.length; i++) {
            values[i].standAtEndOf(before.values[i]);
        }
    }

    public void write(PackedWriter out) {
        out.writeByte(VERSION);
        out.writeCount(rows);
        for (Aggregate value : values) {
            value.write(out);
        }
    }

    /** Replaces these by what was written, by the same aggregates. */
    public void read(PackedReader in) {
        int version = in.readByte();
        if (version != VERSION) {
            throw new IllegalArgumentException("aggregates were written in version " + version + ", and this Sluice"
                    + " reads version " + VERSION + ": run the version that wrote them, or reset the application");
        }
        rows = in.readCount();
        for (Aggregate value : values) {
            value.read(in);
        }
    }

    /** Hands over the fields of {@link Aggregates#columns}. */
    public void show(FieldReceiver out) {
        for (Aggregate value : values) {
            value.show(out);
            if (!(value instanceof CountAggregate count && count.isOfRows())) {
                out.whole(value.nulls());
            }
        }
    }
}
