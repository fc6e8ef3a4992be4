package io.sluice.benchmarks;

/**
 * How many of something are due by when, at a steady rate. What was not done in time stays due, but never more than a second's
 * worth at once: who stood still for long goes on from there. One thread.
 */
final class RateSchedule {

    private static final double NANOS = 1e9;

    private final double perSecond;
    private long begin;
    private long handedOut;

    RateSchedule(double perSecond, long nowNanos) {
        if (perSecond <= 0) {
            throw new IllegalArgumentException("perSecond is " + perSecond + "; it must be more than 0");
        }
        this.perSecond = perSecond;
        this.begin = nowNanos;
    }

    /** How many have become due since this was asked before. */
    long due(long nowNanos) {
        long all = (long) ((nowNanos - begin) / NANOS * perSecond);
        long due = all - handedOut;
        long most = Math.max(1, (long) perSecond);
        if (due > most) {
            begin += (long) ((due - most) / perSecond * NANOS);
            due = most;
        }
        handedOut += due;
        return due;
    }
}
