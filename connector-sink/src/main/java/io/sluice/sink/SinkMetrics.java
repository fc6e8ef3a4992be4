package io.sluice.sink;

import io.sluice.connector.Metrics;
import io.sluice.sink.files.WriterEvents;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What a task counts. Connect's thread and the lanes of its partitions count; anybody may look. */
final class SinkMetrics implements WriterEvents {

    private final Metrics numbers = new Metrics();

    private final LongAdder recordsTaken = numbers.counter("records-taken", "Records taken over from Connect");
    private final LongAdder recordsRepeated =
            numbers.counter("records-repeated", "Records that came again, and were passed over");
    private final LongAdder rowsWritten =
            numbers.counter("rows-written", "Rows written to files; those of an attempt that failed count again");
    private final LongAdder rowsCommitted = numbers.counter("rows-committed", "Rows in committed files");
    private final LongAdder filesCommitted = numbers.counter("files-committed", "Files committed");
    private final LongAdder bytesCommitted = numbers.counter("bytes-committed", "Bytes of committed files");
    private final LongAdder commits = numbers.counter("commits", "Commits");
    private final LongAdder commitNanos = new LongAdder();
    private final AtomicLong longestCommitNanos = new AtomicLong();
    private final LongAdder retries =
            numbers.counter("store-retries", "Times that the store failed and offsets were read again");
    private final LongAdder deadLetters =
            numbers.counter("dead-letters", "Records, or rows of them, that were reported as bad");
    private final LongAdder tombstones =
            numbers.counter("tombstones-skipped", "Records without a value that were passed over");
    private final LongAdder shed =
            numbers.counter("files-shed", "Files finished early because the memory budget was full");
    private final LongAdder opened = numbers.counter("files-opened", "Files begun");
    private final LongAdder closed = new LongAdder();
    private final LongAdder pauses =
            numbers.counter("budget-pauses", "Times that consumption paused for the memory budget");

    SinkMetrics() {
        numbers.gauge("files-open", "Files that take rows at the moment", () -> opened.sum() - closed.sum());
        numbers.gauge("commit-time-ms", "Milliseconds spent in commits", () -> commitNanos.sum() / 1_000_000);
        numbers.gauge(
                "commit-time-max-ms",
                "Milliseconds that the longest commit took",
                () -> longestCommitNanos.get() / 1_000_000);
    }

    Metrics numbers() {
        return numbers;
    }

    void taken(int records) {
        recordsTaken.add(records);
    }

    void repeated() {
        recordsRepeated.increment();
    }

    void paused() {
        pauses.increment();
    }

    @Override
    public void written(long rows) {
        rowsWritten.add(rows);
    }

    @Override
    public void filesCommitted(int files, long rows, long bytes) {
        filesCommitted.add(files);
        rowsCommitted.add(rows);
        bytesCommitted.add(bytes);
    }

    @Override
    public void committed(Duration took) {
        commits.increment();
        commitNanos.add(took.toNanos());
        longestCommitNanos.accumulateAndGet(took.toNanos(), Math::max);
    }

    @Override
    public void retried() {
        retries.increment();
    }

    @Override
    public void deadLetter() {
        deadLetters.increment();
    }

    @Override
    public void tombstone() {
        tombstones.increment();
    }

    @Override
    public void fileOpened() {
        opened.increment();
    }

    @Override
    public void fileClosed() {
        closed.increment();
    }

    @Override
    public void shed() {
        shed.increment();
    }
}
