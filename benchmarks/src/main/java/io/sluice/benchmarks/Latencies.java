package io.sluice.benchmarks;

import java.util.Arrays;

/** Spans of time and where they lie. Owned by one thread at a time. */
final class Latencies {

    private static final int FIRST = 1 << 12;

    private long[] micros = new long[FIRST];
    private int size;

    void add(long spanMicros) {
        if (size == micros.length) {
            micros = Arrays.copyOf(micros, size * 2);
        }
        micros[size++] = spanMicros;
    }

    int size() {
        return size;
    }

    /** The least span that so many of all do not exceed, in seconds: the nearest rank, so one that has happened. */
    double seconds(double share) {
        if (size == 0) {
            throw new IllegalStateException("there are no spans");
        }
        if (share <= 0 || share > 1) {
            throw new IllegalArgumentException("share is " + share + "; it must be above 0 and at most 1");
        }
        long[] sorted = Arrays.copyOf(micros, size);
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(share * size) - 1] / 1e6;
    }
}
