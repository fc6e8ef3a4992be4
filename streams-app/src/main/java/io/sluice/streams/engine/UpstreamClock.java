package io.sluice.streams.engine;

import java.util.BitSet;

/**
 * A clock that runs only while every task upstream says that it is at the end of its topics: one interval for each round
 * in which all have said so. A task that says it is behind, or says nothing, stops it. Starts at 0 with each task that
 * owns one, so after a restart or a rebalance all waiting begins anew. Owned by one task's thread.
 */
final class UpstreamClock {
    private final BitSet atEnd = new BitSet();
    private long now;

    long now() {
        return now;
    }

    /**
     * A task upstream has said where it is.
     *
     * @return whether time has passed
     */
    boolean said(int task, int tasks, boolean isAtEnd, long intervalMillis) {
        if (!isAtEnd) {
            atEnd.clear();
            return false;
        }
        atEnd.set(task);
        if (atEnd.cardinality() < tasks) {
            return false;
        }
        atEnd.clear();
        now += intervalMillis;
        return true;
    }
}
