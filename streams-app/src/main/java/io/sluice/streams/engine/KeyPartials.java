package io.sluice.streams.engine;

import io.sluice.streams.aggregate.AggregateValues;
import java.util.ArrayList;
import java.util.List;

/**
 * What rows of one key and one input add up to: parts of windows, by base level. Owned by the thread that folds.
 */
final class KeyPartials {
    /**
     * A part of a window. For sessions, start and end are the first and last row's times; the offsets are those of the
     * first and the last record that brought rows.
     */
    static final class Part {
        long start;
        long end;
        long offset;
        long lastOffset;
        final AggregateValues values;

        Part(AggregateValues values) {
            this.values = values;
        }
    }

    byte[] key;
    /** The key's first bytes, and how many it has: what mostly tells it from others, without a look at the array. */
    long head;

    int length;

    int hash;
    /** The input's number among those of this fold. */
    int input;

    final List<List<Part>> byBase;
    /** The part of the first base level that took a row last: mostly it takes the next. */
    Part newest;

    long highWater;
    /** The same key's of the next input, or null. */
    KeyPartials next;

    KeyPartials(int bases) {
        byBase = new ArrayList<>(bases);
        for (int i = 0; i < bases; i++) {
            byBase.add(new ArrayList<>(1));
        }
    }
}
