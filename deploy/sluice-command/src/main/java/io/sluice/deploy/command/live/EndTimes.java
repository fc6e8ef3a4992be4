package io.sluice.deploy.command.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * When a partition had which end: so it can be told since when a record has been in it, without reading it. Keeps a bounded number
 * of moments; of long ago fewer. One thread.
 */
final class EndTimes {
    private static final int MOST = 512;

    /** What a transaction puts behind its records, and nobody reads. */
    private static final int MARKER = 1;

    private final Deque<Moment> moments = new ArrayDeque<>();

    private record Moment(long millis, long end) {}

    /** The partition has this end now. */
    void add(long millis, long end) {
        if (!moments.isEmpty() && moments.getLast().end >= end) {
            return;
        }
        moments.addLast(new Moment(millis, end));
        if (moments.size() > MOST) {
            thinOut();
        }
    }

    /** Leaves every second one, among them the oldest, and the newest. */
    private void thinOut() {
        Moment newest = moments.removeLast();
        boolean drop = false;
        for (Iterator<Moment> each = moments.iterator(); each.hasNext(); drop = !drop) {
            each.next();
            if (drop) {
                each.remove();
            }
        }
        moments.addLast(newest);
    }

    /**
     * Since when at least the record at an offset has been there; 0 if there is none.
     *
     * @return null if no end was seen yet
     */
    Long age(long millis, long offset) {
        if (moments.isEmpty()) {
            return null;
        }
        while (moments.size() > 1 && moments.getFirst().end <= offset + MARKER) {
            moments.removeFirst();
        }
        Moment first = moments.getFirst();
        return first.end <= offset + MARKER ? 0 : Math.max(0, millis - first.millis);
    }

    /** Records from an offset on: those between may be fewer, as transactions have markers. */
    static long between(long offset, long end) {
        return Math.max(0, end - offset - MARKER);
    }
}
