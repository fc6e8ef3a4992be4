package io.sluice.sink.files;

import io.sluice.sink.store.ClaimedLog;
import io.sluice.sink.store.StagedFile;
import io.sluice.sink.store.UnpublishedException;
import io.sluice.sink.store.targets.UnclearOutcomeException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commits of one partition. A commit has two steps: its files are sealed and a pool finishes them, while the lane takes the
 * records that follow into other files; when all are durable, and its bad records reported, the lane appends to the log. One
 * commit is under way at a time, and ranges are committed in their order, so at any moment the log says all there is up to
 * {@link #committed} and nothing behind it. The lane's; anyone may ask how far it is.
 */
final class Commits {
    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

    /**
     * A range of offsets and its files, which take no more rows.
     *
     * @param reports how many bad records must have been reported before
     * @param begunNanos when it began
     */
    record UnderWay(UncommittedRange range, FinishingFiles files, long reports, long begunNanos) {}

    /**
     * A commit whose files are finished.
     *
     * @param nanos how long that took
     */
    record Durable(UnderWay commit, long nanos) {}

    private static final long UNFINISHED = -1;

    private final String name;
    private final PartitionFiles files;
    private final RowTaker taker;
    private final DeadLetters deadLetters;
    private final WriterEvents events;
    private final LongSupplier nanoTime;
    private final Consumer<Durable> durable;
    private final CommitTiming timing;
    private final UncommittedRange range = new UncommittedRange();

    // Written by the lane, read by anyone.
    private volatile long committed = -1;
    private volatile UnderWay underWay;

    private ClaimedLog log;

    /** How long it took to finish the files of the commit under way; {@link #UNFINISHED} before. */
    private long finishedNanos = UNFINISHED;

    /** @param durable called on any thread when the files of a commit are finished; has {@link #end} called soon */
    Commits(
            String name,
            PartitionFiles files,
            RowTaker taker,
            RotationSettings rotation,
            DeadLetters deadLetters,
            WriterEvents events,
            LongSupplier nanoTime,
            Consumer<Durable> durable) {
        this.name = name;
        this.files = files;
        this.taker = taker;
        this.deadLetters = deadLetters;
        this.events = events;
        this.nanoTime = nanoTime;
        this.durable = durable;
        this.timing = new CommitTiming(rotation, now());
    }

    /** Up to where everything is committed; empty if the log says nothing. */
    OptionalLong committed() {
        return committed < 0 ? OptionalLong.empty() : OptionalLong.of(committed);
    }

    Duration sinceCommit() {
        return timing.sinceCommit(now());
    }

    /** Up to where records were looked at, less what is committed. */
    long uncommitted() {
        UnderWay before = underWay;
        return range.length() + (before == null ? 0 : before.range().length());
    }

    /** Goes on where a log that was just claimed says. */
    void claimed(ClaimedLog claimedLog, boolean knows) {
        log = claimedLog;
        committed = knows ? log.next() : -1;
    }

    void take(List<SinkRecord> records) throws IOException {
        range.begin(now());
        taker.into(log);
        for (SinkRecord record : records) {
            long offset = record.originalKafkaOffset();
            range.add(offset);
            taker.take(record, offset);
        }
        range.end(records.get(records.size() - 1));
        files.look();
        events.written(files.takeRowsTaken());
    }

    void beginIfDue() throws IOException {
        if (underWay == null && timing.isDue(range, files.noneGrows(), now())) {
            begin();
        }
    }

    private void begin() throws IOException {
        long begun = now();
        FinishingFiles sealed = files.seal();
        UnderWay begins = new UnderWay(range.copy(), sealed, deadLetters.taken(), begun);
        finishedNanos = UNFINISHED;
        // In this order, so that whoever looks how much is not committed sees too much for a moment, and not nothing.
        underWay = begins;
        range.clear();
        sealed.whenEnded(() -> durable.accept(new Durable(begins, now() - begun)));
    }

    /** Ends a commit whose files are finished; false if that has happened, it was given up, or reports of it are open. */
    boolean end(Durable commit) throws IOException {
        if (!commit.commit().equals(underWay)) {
            return false;
        }
        finishedNanos = commit.nanos();
        return endIfReported();
    }

    /** Reports have arrived: ends the commit under way if they were all it waits for. */
    boolean endIfReported() throws IOException {
        if (underWay == null || finishedNanos == UNFINISHED || !isReported()) {
            return false;
        }
        end();
        return true;
    }

    private boolean isReported() {
        return deadLetters.arrived() >= underWay.reports();
    }

    private void end() throws IOException {
        UncommittedRange committing = underWay.range();
        // What waits for the lane between the two is rows, and no part of a commit.
        long begun = finishedNanos == UNFINISHED ? underWay.begunNanos() : now() - finishedNanos;
        List<StagedFile> staged = underWay.files().await();
        boolean visible = true;
        try {
            log.commit(committing.entry(underWay.files().schemas()), staged, Map.of());
        } catch (UnclearOutcomeException unclear) {
            // If it counts, these files do: they stay for whoever claims the log next, who finds out.
            underWay = null;
            throw unclear;
        } catch (UnpublishedException later) {
            LOG.warn("{}{}: committed, but not all files are visible yet", name, committing, later);
            visible = false;
        }
        long rows = underWay.files().rows();
        long bytes = staged.stream().mapToLong(StagedFile::bytes).sum();
        LOG.debug("{}{}: committed, {} files, {} bytes", name, committing, staged.size(), bytes);
        committed = committing.next();
        timing.committed(now());
        events.filesCommitted(staged.size(), rows, bytes);
        events.committed(Duration.ofNanos(now() - begun));
        underWay = null;
        if (!visible) {
            // Once more; if that fails too, the log is claimed anew, which begins with it.
            log.publish();
        }
    }

    /** Commits all there is, and waits for it. What bad records are still reported of is left. */
    void commitAll() throws IOException {
        if (underWay != null && isReported()) {
            end();
        }
        if (underWay == null && !range.isEmpty()) {
            begin();
            if (isReported()) {
                end();
            }
        }
        if (underWay != null) {
            LOG.warn("{}{}: read again, as reports of bad records are still open", name, offsets());
        }
    }

    /** Whether somebody must call {@link #beginIfDue} after {@link #untilDue}; if not, nothing is left, or an end comes. */
    boolean isWaiting() {
        return underWay == null && !range.isEmpty();
    }

    Duration untilDue() {
        return timing.untilDue(range, files.noneGrows(), now());
    }

    /** Abandons what is not committed, and the claim. What could not be removed is added to {@code why}. */
    void discard(IOException why) {
        UnderWay given = underWay;
        underWay = null;
        range.clear();
        if (given != null) {
            remove(() -> given.files().discard(why), why);
        }
        remove(() -> files.discard(why), why);
        if (log != null) {
            remove(log::close, why);
            log = null;
        }
    }

    private interface Removal {
        void run() throws IOException;
    }

    /** Whatever comes of one, the others follow. */
    private static void remove(Removal removal, IOException why) {
        try {
            removal.run();
        } catch (IOException | RuntimeException remains) {
            why.addSuppressed(remains);
        }
    }

    /** For messages, behind the partition's name: what is not committed. */
    String offsets() {
        return underWay == null ? range.toString() : underWay.range().through(range);
    }

    private long now() {
        return nanoTime.getAsLong();
    }
}
