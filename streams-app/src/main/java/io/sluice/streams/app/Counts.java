package io.sluice.streams.app;

import java.util.concurrent.atomic.LongAdder;

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
}
