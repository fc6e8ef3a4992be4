package io.sluice.streams.engine;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import java.util.Arrays;

/**
 * Which windows of one key and level have been emitted: runs of them that touch. Bounded: beyond {@value #MOST_RUNS} runs
 * the two with the shortest gap between them become one, and rows in that gap, for which nothing was emitted, then count
 * as late. Owned by the key's thread.
 */
final class EmittedRuns {
    static final int MOST_RUNS = 64;

    private long[] from = new long[1];
    private long[] to = new long[1];
    private int runs;

    boolean contains(long start) {
        int run = runAtOrBefore(start);
        return run >= 0 && start < to[run];
    }

    /** Adds the window, or step, from start to end. */
    void add(long start, long end) {
        int run = runAtOrBefore(start);
        if (run >= 0 && start < to[run]) {
            return;
        }
        boolean touchesBefore = run >= 0 && to[run] == start;
        boolean touchesAfter = run + 1 < runs && from[run + 1] == end;
        if (touchesBefore && touchesAfter) {
            to[run] = to[run + 1];
            remove(run + 1);
        } else if (touchesBefore) {
            to[run] = end;
        } else if (touchesAfter) {
            from[run + 1] = start;
        } else {
            insert(run + 1, start, end);
            if (runs > MOST_RUNS) {
                joinNearest();
            }
        }
    }

    private int runAtOrBefore(long start) {
        // Mostly it is the last one that matters.
        if (runs > 0 && start >= from[runs - 1]) {
            return runs - 1;
        }
        int place = Arrays.binarySearch(from, 0, runs, start);
        return place >= 0 ? place : -place - 2;
    }

    private void insert(int place, long start, long end) {
        if (runs == from.length) {
            from = Arrays.copyOf(from, 2 * runs);
            to = Arrays.copyOf(to, 2 * runs);
        }
        System.arraycopy(from, place, from, place + 1, runs - place);
        System.arraycopy(to, place, to, place + 1, runs - place);
        from[place] = start;
        to[place] = end;
        runs++;
    }

    private void remove(int run) {
        System.arraycopy(from, run + 1, from, run, runs - run - 1);
        System.arraycopy(to, run + 1, to, run, runs - run - 1);
        runs--;
    }

    private void joinNearest() {
        int nearest = 0;
        for (int i = 1; i + 1 < runs; i++) {
            if (from[i + 1] - to[i] < from[nearest + 1] - to[nearest]) {
                nearest = i;
            }
        }
        to[nearest] = to[nearest + 1];
        remove(nearest + 1);
    }

    int size() {
        return runs;
    }

    /** Reads a little of what writing them will need. */
    long touch() {
        return from[0] + to[0];
    }

    void write(PackedWriter out) {
        out.writeCount(runs);
        long before = 0;
        for (int i = 0; i < runs; i++) {
            out.writeSigned(from[i] - before);
            out.writeCount(to[i] - from[i]);
            before = to[i];
        }
    }

    void read(PackedReader in) {
        runs = in.readSize();
        from = new long[Math.max(1, runs)];
        to = new long[Math.max(1, runs)];
        long before = 0;
        for (int i = 0; i < runs; i++) {
            from[i] = before + in.readSigned();
            to[i] = from[i] + in.readCount();
            before = to[i];
        }
    }
}
