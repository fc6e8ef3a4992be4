package io.sluice.streams.app;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What this instance has done since it started; counted by the stream threads, read by any. */
final class Counts {
    final LongAdder records = new LongAdder();
    final LongAdder invalidRows = new LongAdder();
    final LongAdder partialRecords = new LongAdder();
    final LongAdder partialBytes = new LongAdder();
    final LongAdder results = new LongAdder();
    final LongAdder lateRows = new LongAdder();
    final LongAdder correctedRows = new LongAdder();
    final LongAdder replacedThreads = new LongAdder();
    final LongAdder restoredRecords = new LongAdder();
    final LongAdder openWindows = new LongAdder();
    private final LongSupplier nanoTime;
    private final LongAccumulator lastCommit = new LongAccumulator(Math::max, Long.MIN_VALUE);

    /** @param nanoTime measures the age of commits */
    Counts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A task begins to commit. */
    void commits() {
        lastCommit.accumulate(nanoTime.getAsLong());
    }

    /** The time since a task last began to commit; empty if none has. */
    Optional<Duration> commitAge() {
        long last = lastCommit.get();
        return last == Long.MIN_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(nanoTime.getAsLong() - last));
    }
}
