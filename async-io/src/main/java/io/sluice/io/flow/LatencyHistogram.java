package io.sluice.io.flow;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts durations in fixed buckets from a microsecond to a minute, four to each doubling, so that a quantile read from it
 * is at most a quarter too large. Any thread adds; a reader sees each count at some moment while it reads.
 */
final class LatencyHistogram {
    /** Everything under 2^10 ns is one bucket, everything from 2^36 ns on the last. */
    private static final int FIRST_POWER = 10;

    private static final int LAST_POWER = 36;
    private static final int BUCKETS = (LAST_POWER - FIRST_POWER) * 4 + 2;

    private final LongAdder[] buckets = new LongAdder[BUCKETS];

    LatencyHistogram() {
        for (int i = 0; i < BUCKETS; i++) {
            buckets[i] = new LongAdder();
        }
    }

    void add(long nanos) {
        buckets[bucket(nanos)].increment();
    }

    long[] counts() {
        long[] counts = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] = buckets[i].sum();
        }
        return counts;
    }

    /** The duration that this part of all was not above, or rather the end of its bucket; 0 without any. */
    static long quantile(long[] counts, double part, long max) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        if (total == 0) {
            return 0;
        }
        long rank = Math.max(1, (long) Math.ceil(part * total));
        int i = 0;
        for (long seen = counts[0]; seen < rank; seen += counts[i]) {
            i++;
        }
        return i == BUCKETS - 1 ? max : Math.min(max, end(i));
    }

    static int bucket(long nanos) {
        if (nanos < 1L << FIRST_POWER) {
            return 0;
        }
        int power = 63 - Long.numberOfLeadingZeros(nanos);
        if (power >= LAST_POWER) {
            return BUCKETS - 1;
        }
        int quarter = (int) (nanos >>> (power - 2)) & 3;
        return 1 + (power - FIRST_POWER) * 4 + quarter;
    }

    /** The first duration that is too long for a bucket. */
    static long end(int bucket) {
        if (bucket == 0) {
            return 1L << FIRST_POWER;
        }
        int power = FIRST_POWER + (bucket - 1) / 4;
        int quarter = (bucket - 1) % 4;
        return (5L + quarter) << (power - 2);
    }
}
