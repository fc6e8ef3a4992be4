package io.sluice.streams.aggregate;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;

/**
 * One aggregate's value of one window: what rows were added, and what other values merged, in any order. Owned by the
 * thread that owns its window.
 */
abstract class Aggregate {
    // Rows that were passed over because a column they need is null.
    private long nulls;

    /** Adds a row, or counts its null. */
    abstract void add(RowValues row, Order at);

    /** Adds what the other value, of the same function, holds. The other stays as it is. */
    final void merge(Aggregate other) {
        nulls += other.nulls;
        mergeValue(other);
    }

    abstract void mergeValue(Aggregate other);

    /** Makes this, of no rows, stand where the other, of the same function, ended, if that says anything. */
    void standAtEndOf(Aggregate before) {
        // Mostly it does not.
    }

    final void write(PackedWriter out) {
        out.writeCount(nulls);
        writeValue(out);
    }

    abstract void writeValue(PackedWriter out);

    final void read(PackedReader in) {
        nulls = in.readCount();
        readValue(in);
    }

    abstract void readValue(PackedReader in);

    /** Hands over the fields of the function, in order. */
    abstract void show(FieldReceiver out);

    /** Reads a little of what adding a row will need. */
    long touch() {
        return nulls;
    }

    final void countNull() {
        nulls++;
    }

    final long nulls() {
        return nulls;
    }
}
