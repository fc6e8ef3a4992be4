package io.sluice.streams.engine;

import io.sluice.streams.aggregate.AggregateValues;
import java.util.ArrayList;
import java.util.List;

/** What one record's rows of one key add up to: parts of windows, by base level. Owned by the thread that folds. */
final class KeyPartials {
    /** A part of a window. For sessions, start and end are the first and last row's times. */
    static final class Part {
        long start;
        long end;
        final AggregateValues values;

        Part(long start, long end, AggregateValues values) {
            this.start = start;
            this.end = end;
            this.values = values;
        }
    }

    final byte[] key;
    final int hash;
    final List<List<Part>> byBase;
    long highWater = Long.MIN_VALUE;

    KeyPartials(byte[] key, int hash, int bases) {
        this.key = key;
        this.hash = hash;
        byBase = new ArrayList<>(bases);
        for (int i = 0; i < bases; i++) {
            byBase.add(new ArrayList<>(1));
        }
    }
}
