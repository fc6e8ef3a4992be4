package io.sluice.sink;

import io.sluice.sink.files.WriterEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What a task counts. Connect's thread and the lanes of its partitions count; anybody may look. */
final class SinkMetrics implements WriterEvents {

    /**
     * One number that is shown.
     *
     * @param name in words joined by dashes
     * @param meaning for people
     */
    record Metric(String name, String meaning, LongSupplier value) {}

    private final List<Metric> all = new ArrayList<>();

    private final LongAdder recordsTaken = counter("records-taken", "Records taken over from Connect");
    private final LongAdder recordsRepeated =
            counter("records-repeated", "Records that came again, and were passed over");
    private final LongAdder rowsWritten =
            counter("rows-written", "Rows written to files; those of an attempt that failed count again");
    private final LongAdder rowsCommitted = counter("rows-committed", "Rows in committed files");
    private final LongAdder filesCommitted = counter("files-committed", "Files committed");
    private final LongAdder bytesCommitted = counter("bytes-committed", "Bytes of committed files");
    private final LongAdder commits = counter("commits", "Commits");
    private final LongAdder commitNanos = new LongAdder();
    private final AtomicLong longestCommitNanos = new AtomicLong();
    private final LongAdder retries =
            counter("store-retries", "Times that the store failed and offsets were read again");
    private final LongAdder deadLetters =
            counter("dead-letters", "Records, or rows of them, that were reported as bad");
    private final LongAdder tombstones = counter("tombstones-skipped", "Records without a value that were passed over");
    private final LongAdder shed = counter("files-shed", "Files finished early because the memory budget was full");
    private final LongAdder opened = counter("files-opened", "Files begun");
    private final LongAdder closed = new LongAdder();
    private final LongAdder pauses = counter("budget-pauses", "Times that consumption paused for the memory budget");

    SinkMetrics() {
        gauge("files-open", "Files that take rows at the moment", () -> opened.sum() - closed.sum());
        gauge("commit-time-ms", "Milliseconds spent in commits", () -> commitNanos.sum() / 1_000_000);
        gauge(
                "commit-time-max-ms",
                "Milliseconds that the longest commit took",
                () -> longestCommitNanos.get() / 1_000_000);
    }

    private LongAdder counter(String name, String meaning) {
        LongAdder adder = new LongAdder();
        gauge(name, meaning, adder::sum);
        return adder;
    }

    /** Adds a number that somebody else knows. Before the metrics are shown. */
    void gauge(String name, String meaning, LongSupplier value) {
        all.add(new Metric(name, meaning, value));
    }

    List<Metric> all() {
        return List.copyOf(all);
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
