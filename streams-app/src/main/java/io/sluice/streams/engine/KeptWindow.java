package io.sluice.streams.engine;

import io.sluice.streams.aggregate.AggregateValues;
import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;

/**
 * A window that was emitted and is kept, for corrections and for queries. An immutable value, but for its values.
 *
 * @param end of the window
 * @param revision of its last result
 * @param gap whether it stands for a window without rows
 * @param values what its rows add up to
 */
public record KeptWindow(long end, int revision, boolean gap, AggregateValues values) {
    byte[] write(PackedWriter out) {
        out.clear().writeLong(end);
        out.writeCount(revision);
        out.writeBoolean(gap);
        values.write(out);
        return out.toBytes();
    }

    /** Reads it from the store's bytes. */
    public static KeptWindow read(byte[] bytes, Plan plan) {
        PackedReader in = new PackedReader().over(bytes);
        long end = in.readLong();
        int revision = (int) in.readCount();
        boolean gap = in.readBoolean();
        AggregateValues values = plan.aggregates().newValues();
        values.read(in);
        return new KeptWindow(end, revision, gap, values);
    }
}
