package io.sluice.streams.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * When the tasks of one stream thread commit, which they do together. What a commit costs is in the number of keys that have
 * changed since the last one: each is sent as a part, and written as a state. So while there is something to do it is put off
 * as long as it would take more than a tenth of the time since the last, up to a longest interval; with few keys it never is.
 * Owned by the stream thread.
 */
final class CommitPace {
    // About what sending a part, or writing a state, takes of a processor.
    private static final long NANOS_A_CHANGE = 4_000;
    private static final long LEAST_TIMES = 10;
    private static final int LOOKS_AN_INTERVAL = 5;
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(20);

    private final Limits limits;
    private final LongSupplier nanoTime;
    private final List<LongSupplier> changes = new ArrayList<>();
    private long committedAt;
    private long workedAt;
    // Since the last commit; and since the last look.
    private boolean worked;
    private boolean worksNow;

    /**
     * Between which times commits are.
     *
     * @param interval the least, and the usual one
     * @param most the longest
     */
    record Limits(Duration interval, Duration most) {
        /** How often it should be asked whether it is time. */
        Duration look() {
            Duration look = interval.dividedBy(LOOKS_AN_INTERVAL);
            return look.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : look;
        }
    }

    private CommitPace(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        committedAt = nanoTime.getAsLong();
        workedAt = committedAt;
    }

    /** A task has something that is to be committed. */
    void works() {
        worksNow = true;
    }

    /** A commit has begun, of all tasks. */
    void committed() {
        committedAt = nanoTime.getAsLong();
        worked = false;
        worksNow = false;
    }

    /** Whether it is time for the next. */
    boolean isDue() {
        long now = nanoTime.getAsLong();
        if (worksNow) {
            worksNow = false;
            worked = true;
            workedAt = now;
        }
        long since = now - committedAt;
        if (!worked || since < limits.interval.toNanos()) {
            return false;
        }
        long cost = NANOS_A_CHANGE
                * changes.stream().mapToLong(LongSupplier::getAsLong).sum();
        return cost * LEAST_TIMES <= since
                || since >= limits.most.toNanos()
                // Nothing has come since the last look: what is put off now only waits.
                || now - workedAt >= limits.look().toNanos();
    }

    /** Those of all stream threads of an instance. Asked by each of them for its own. */
    static final class OfThreads {
        private final Limits limits;
        private final LongSupplier nanoTime;
        private final ConcurrentMap<Thread, CommitPace> all = new ConcurrentHashMap<>();

        OfThreads(Limits limits, LongSupplier nanoTime) {
            this.limits = limits;
            this.nanoTime = nanoTime;
        }

        Duration look() {
            return limits.look();
        }

        /** The calling thread's, for a task that says how much it has changed. */
        CommitPace join(LongSupplier changes) {
            CommitPace pace = all.computeIfAbsent(Thread.currentThread(), anew -> new CommitPace(limits, nanoTime));
            pace.changes.add(changes);
            return pace;
        }

        /** The task that said this works no more. */
        void leave(CommitPace pace, LongSupplier changes) {
            pace.changes.remove(changes);
            if (pace.changes.isEmpty()) {
                all.values().remove(pace);
            }
        }
    }
}
