package io.sluice.source;

import io.sluice.source.scan.FoundFile;
import io.sluice.source.tail.FileView;
import io.sluice.source.tail.StatesUnavailableException;
import io.sluice.source.tail.TailEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What a task counts. The reader thread counts what happens to files, Connect's threads what happens to records; anybody may
 * look. What happens to files is told to the log as well.
 */
final class SourceMetrics implements TailEvents {

    /**
     * One number that is shown.
     *
     * @param name in words joined by dashes
     * @param meaning for people
     */
    record Metric(String name, String meaning, LongSupplier value) {}

    private final List<Metric> all = new ArrayList<>();
    private final TailEvents log;
    private volatile long lagBytes;
    private volatile long lagFiles;

    private final LongAdder bytesRead = counter("bytes-read", "Bytes of content read from files, decompressed");
    private final LongAdder recordsRead = counter("records-read", "Records made of what was read");
    private final LongAdder recordsSent = counter("records-sent", "Records handed to Connect");
    private final LongAdder recordsArrived =
            counter("records-acknowledged", "Records that Connect has sent and committed, or dropped");
    private final LongAdder transactions =
            counter("transactions", "Polls that handed out records, each of them a transaction");
    private final LongAdder filesFound = counter("files-found", "Files that were found and taken over");
    private final LongAdder filesHeld = counter("files-held", "Files that were left alone at first");
    private final LongAdder filesRenamed = counter("files-renamed", "Files that were seen under another name");
    private final LongAdder filesReplaced =
            counter("files-replaced", "Files in which there was other content, which was then read from its start");
    private final LongAdder filesFinished = counter("files-finished", "Files that were read to their end");
    private final LongAdder filesReleased = counter("files-released", "Files that were left to another task");
    private final LongAdder losses = counter("losses", "Times that content was destroyed before it was read");
    private final LongAdder bytesLost =
            counter("bytes-lost", "Bytes that are known to have been destroyed before they were read");
    private final LongAdder badRecords =
            counter("bad-records", "Lines and rows that could not be used: too long, malformed, not of the schema");
    private final LongAdder deadLetters = counter("dead-letters", "Records made for the dead-letter topic");
    private final LongAdder shortened = counter("shortened-records", "Lines and rows that were too long, and were cut");
    private final LongAdder timesMissing = counter(
            "timestamps-missing",
            "Records in which no event time was found, and which have the time of reading instead");
    private final LongAdder readFailures =
            counter("read-failures", "Times that reading a file, or the stored offsets, failed and was put off");

    private final LongAdder filesRetired =
            counter("files-retired", "Files that were read and then deleted, moved or archived");
    private final LongAdder retireFailures =
            counter("retire-failures", "Times that deleting, moving or archiving a file failed");
    private final LongAdder filesLeft =
            counter("files-left", "Files that were to be deleted, moved or archived, and were left where they are");

    SourceMetrics(TailEvents log) {
        this.log = log;
        gauge(
                "lag-bytes",
                "Bytes that files had at the last look and that are not read yet; of a compressed file all, until it is finished",
                () -> lagBytes);
        gauge("lag-files", "Files with such bytes", () -> lagFiles);
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

    // ---- records

    void sent(int records) {
        recordsSent.add(records);
        transactions.increment();
    }

    void arrived() {
        recordsArrived.increment();
    }

    void deadLetter() {
        deadLetters.increment();
    }

    void timeMissing() {
        timesMissing.increment();
    }

    // ---- files

    @Override
    public void found(FileView file, long position) {
        filesFound.increment();
        log.found(file, position);
    }

    @Override
    public void held(FoundFile file, String reason) {
        filesHeld.increment();
        log.held(file, reason);
    }

    @Override
    public void renamed(FileView before, FileView now) {
        filesRenamed.increment();
        log.renamed(before, now);
    }

    @Override
    public void replaced(FileView file, long position, String reason) {
        filesReplaced.increment();
        log.replaced(file, position, reason);
    }

    @Override
    public void lost(FileView file, long position, long bytes, String reason) {
        losses.increment();
        bytesLost.add(bytes);
        log.lost(file, position, bytes, reason);
    }

    @Override
    public void read(FileView file, long bytes, int records) {
        bytesRead.add(bytes);
        recordsRead.add(records);
    }

    @Override
    public void bad(FileView file, long position, String reason) {
        badRecords.increment();
        log.bad(file, position, reason);
    }

    @Override
    public void shortened(FileView file, long position) {
        shortened.increment();
        log.shortened(file, position);
    }

    @Override
    public void failed(FileView file, long position, int times, IOException error) {
        readFailures.increment();
        log.failed(file, position, times, error);
    }

    @Override
    public void statesUnavailable(int times, StatesUnavailableException error) {
        readFailures.increment();
        log.statesUnavailable(times, error);
    }

    @Override
    public void lag(long bytes, long files) {
        lagBytes = bytes;
        lagFiles = files;
    }

    @Override
    public void finished(FileView file, long bytes) {
        filesFinished.increment();
        log.finished(file, bytes);
    }

    @Override
    public void released(FileView file, long position) {
        filesReleased.increment();
        log.released(file, position);
    }

    @Override
    public void retired(FileView file, Path target) {
        filesRetired.increment();
        log.retired(file, target);
    }

    @Override
    public void leftAlone(FileView file, String reason) {
        filesLeft.increment();
        log.leftAlone(file, reason);
    }

    @Override
    public void retireFailed(FileView file, int times, boolean over, IOException error) {
        retireFailures.increment();
        if (over) {
            filesLeft.increment();
        }
        log.retireFailed(file, times, over, error);
    }
}
