package io.sluice.source;

import java.time.Duration;

/**
 * Holds back what is handed out to so many bytes and records in a second. What is held back keeps its room in the budget, so
 * reading slows down too. After a quiet time up to a second's worth may go out at once. Owned by Connect's task thread.
 */
final class HandOutRate {

    private static final long SECOND = 1_000_000_000L;

    private final long bytesPerSecond;
    private final long recordsPerSecond;

    /** When what was handed out will have been due, by the clock for spans. */
    private long paidUpTo;

    private boolean begun;

    /** @param bytesPerSecond 0 for no limit; likewise {@code recordsPerSecond} */
    HandOutRate(long bytesPerSecond, long recordsPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
        this.recordsPerSecond = recordsPerSecond;
    }

    /** How long nothing is to be handed out from now on; zero if something may be. */
    Duration pause(long now) {
        if (!begun) {
            begun = true;
            paidUpTo = now;
        }
        return Duration.ofNanos(Math.max(0, paidUpTo - now));
    }

    void handedOut(long bytes, long records, long now) {
        double nanos = 0;
        if (bytesPerSecond > 0) {
            nanos = (double) bytes / bytesPerSecond * SECOND;
        }
        if (recordsPerSecond > 0) {
            nanos = Math.max(nanos, (double) records / recordsPerSecond * SECOND);
        }
        if (now - paidUpTo > SECOND) {
            paidUpTo = now - SECOND;
        }
        paidUpTo += (long) nanos;
    }
}
