package io.sluice.source;

import io.sluice.connector.Metrics;
import io.sluice.source.scan.FoundFile;
import io.sluice.source.tail.FileView;
import io.sluice.source.tail.StatesUnavailableException;
import io.sluice.source.tail.TailEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What a task counts. The reader thread counts what happens to files, Connect's threads what happens to records; anybody may
 * look. What happens to files is told to the log as well.
 */
final class SourceMetrics implements TailEvents {

    private final Metrics numbers = new Metrics();
    private final TailEvents log;
    private final FileTroubles troubles;
    private volatile long lagBytes;
    private volatile long lagFiles;
    private volatile long filesFailing;
    private final LongSupplier nanoTime;
    private volatile long committedAt;

    private final LongAdder bytesRead = numbers.counter("bytes-read", "Bytes of content read from files, decompressed");
    private final LongAdder recordsRead = numbers.counter("records-read", "Records made of what was read");
    private final LongAdder recordsSent = numbers.counter("records-sent", "Records handed to Connect");
    private final LongAdder recordsArrived =
            numbers.counter("records-acknowledged", "Records that Connect has sent and committed, or dropped");
    private final LongAdder transactions =
            numbers.counter("transactions", "Polls that handed out records, each of them a transaction");
    private final LongAdder filesFound = numbers.counter("files-found", "Files that were found and taken over");
    private final LongAdder filesHeld = numbers.counter("files-held", "Files that were left alone at first");
    private final LongAdder filesRenamed = numbers.counter("files-renamed", "Files that were seen under another name");
    private final LongAdder filesReplaced = numbers.counter(
            "files-replaced", "Files in which there was other content, which was then read from its start");
    private final LongAdder filesFinished = numbers.counter("files-finished", "Files that were read to their end");
    private final LongAdder filesReleased = numbers.counter("files-released", "Files that were left to another task");
    private final LongAdder losses = numbers.counter("losses", "Times that content was destroyed before it was read");
    private final LongAdder bytesLost =
            numbers.counter("bytes-lost", "Bytes that are known to have been destroyed before they were read");
    private final LongAdder badRecords = numbers.counter(
            "bad-records", "Lines and rows that could not be used: too long, malformed, not of the schema");
    private final LongAdder deadLetters = numbers.counter("dead-letters", "Records made for the dead-letter topic");
    private final LongAdder shortened =
            numbers.counter("shortened-records", "Lines and rows that were too long, and were cut");
    private final LongAdder timesMissing = numbers.counter(
            "timestamps-missing",
            "Records in which no event time was found, and which have the time of reading instead");
    private final LongAdder readFailures = numbers.counter(
            "read-failures", "Times that reading a file, or the stored offsets, failed and was put off");

    private final LongAdder filesRetired =
            numbers.counter("files-retired", "Files that were read and then deleted, moved or archived");
    private final LongAdder retireFailures =
            numbers.counter("retire-failures", "Times that deleting, moving or archiving a file failed");
    private final LongAdder filesLeft = numbers.counter(
            "files-left", "Files that were to be deleted, moved or archived, and were left where they are");

    /** @param millis since 1970 */
    SourceMetrics(TailEvents log, LongSupplier nanoTime, LongSupplier millis) {
        this.log = log;
        this.nanoTime = nanoTime;
        troubles = new FileTroubles(millis);
        committedAt = nanoTime.getAsLong();
        numbers.gauge(
                "commit-age-ms",
                "Milliseconds since Connect last committed, or since the task was started",
                () -> TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - committedAt));
        numbers.gauge(
                "lag-bytes",
                "Bytes that files had at the last look and that are not read yet; of a compressed file all, until it is finished",
                () -> lagBytes);
        numbers.gauge("lag-files", "Files with such bytes", () -> lagFiles);
        numbers.gauge(
                "files-failing",
                "Files whose last turn failed, and that wait to be tried again, up to a minute each",
                () -> filesFailing);
        numbers.text(
                "file-troubles",
                "The last files that could not be read or lost content, a line each: number, time, kind, position, path, reason",
                troubles::text);
    }

    Metrics numbers() {
        return numbers;
    }

    // ---- records

    void sent(int records) {
        recordsSent.add(records);
        transactions.increment();
    }

    void arrived() {
        recordsArrived.increment();
    }

    /** Connect has committed. */
    void committed() {
        committedAt = nanoTime.getAsLong();
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
        troubles.lost(file, position, reason);
        log.lost(file, position, bytes, reason);
    }

    @Override
    public void read(FileView file, long bytes, int records) {
        bytesRead.add(bytes);
        recordsRead.add(records);
        troubles.isRead(file);
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
        troubles.failed(file, position, String.valueOf(error.getMessage()));
        log.failed(file, position, times, error);
    }

    @Override
    public void statesUnavailable(int times, StatesUnavailableException error) {
        readFailures.increment();
        log.statesUnavailable(times, error);
    }

    @Override
    public void looked(long bytes, long files, long failing) {
        lagBytes = bytes;
        lagFiles = files;
        filesFailing = failing;
        if (failing == 0) {
            troubles.allAreRead();
        }
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
