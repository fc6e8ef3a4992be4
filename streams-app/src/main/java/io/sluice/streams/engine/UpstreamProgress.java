package io.sluice.streams.engine;

import java.util.Arrays;

/**
 * How far the tasks upstream have read, in event time, as they say it. A task that has a backlog may still bring rows of an
 * input that nobody has heard of, of any time from where it is; so nothing closes beyond the least of them. A task that is at
 * the end of its topics holds nothing back, and a single one neither: its records come in the order in which it has read
 * them. Owned by one task's thread.
 */
final class UpstreamProgress {
    /** Nobody holds anything back. */
    static final long NOBODY_BEHIND = Long.MAX_VALUE;
    /** A task that is behind has said nothing of where it is. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private long[] reached;
    private long least;

    /** Of so many tasks, none of which has said anything. */
    UpstreamProgress(int tasks) {
        reached = new long[tasks > 1 ? tasks : 0];
        Arrays.fill(reached, UNKNOWN);
        least = least(reached);
    }

    /** What all have read, or would hold back: rows of inputs that are not known yet come behind it, mostly. */
    long least() {
        return least;
    }

    /**
     * A task has said where it is.
     *
     * @return whether less is held back than before
     */
    boolean said(int task, int tasks, boolean atEnd, long where) {
        return set(task, tasks, atEnd ? NOBODY_BEHIND : where);
    }

    /**
     * A task has said how far it has read, which means nothing if it is at its end.
     *
     * @return whether less is held back than before
     */
    boolean reached(int task, int tasks, long where) {
        return (task >= reached.length || reached[task] != NOBODY_BEHIND) && set(task, tasks, where);
    }

    private boolean set(int task, int tasks, long where) {
        if (tasks > 1 && tasks > reached.length) {
            int known = reached.length;
            reached = Arrays.copyOf(reached, tasks);
            Arrays.fill(reached, known, tasks, UNKNOWN);
        }
        if (task >= reached.length) {
            return false;
        }
        reached[task] = where;
        long before = least;
        least = least(reached);
        return least > before;
    }

    private static long least(long[] all) {
        long least = NOBODY_BEHIND;
        for (long one : all) {
            least = Math.min(least, one);
        }
        return least;
    }
}
