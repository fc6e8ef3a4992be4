package io.sluice.sink.files;

import io.sluice.io.flow.Resilience;
import io.sluice.sink.rows.RecordRows;
import io.sluice.sink.store.ClaimedLog;
import io.sluice.sink.store.DataSet;
import io.sluice.sink.store.StagedFile;
import io.sluice.sink.store.UnpublishedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the records of one partition of a topic into files that count together with their range of offsets, or not at all.
 *
 * <pre>
 *   CLAIMING --claimed--> READY --commit--> READY
 *      ^                    |
 *      |                    +--the store failed--> WAITING: all that is not committed is discarded
 *      +------after a pause------------------------+
 *   any --fenced, or what cannot pass--> FAILED        any --closed--> CLOSED
 * </pre>
 *
 * <p>After a failure everything since the last commit is read from Kafka again. So a claim begins a new generation, records
 * that were handed over with an older one are dropped, and whoever feeds the writer seeks first.
 *
 * <p>The public calls may come from any thread, one at a time; they only hand over. The rest runs on the lane.
 */
public final class PartitionWriter {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionWriter.class);

    /** Opens the data set that the partition belongs to. */
    @FunctionalInterface
    public interface Opening {
        DataSet open() throws IOException;
    }

    /**
     * What a writer works with.
     *
     * @param rowsPool runs the lane
     * @param filesPool finishes files
     * @param resilience of the store, whose breaker all partitions share
     */
    public record Parts(
            Opening opening,
            RecordRows rows,
            OutputPartitions partitions,
            Executor rowsPool,
            Executor filesPool,
            MemoryBudget budget,
            DeadLetters deadLetters,
            WriterEvents events,
            Resilience resilience,
            LongSupplier nanoTime,
            Alarm alarm,
            RandomGenerator random) {}

    private enum Phase {
        CLAIMING,
        READY,
        WAITING,
        FAILED,
        CLOSED
    }

    /** A step of the lane. */
    private interface Step {
        void take() throws IOException;
    }

    private final String name;
    private final Parts parts;
    private final Lane lane;
    private final MemoryBudget.Account account;
    private final AtomicLong queued = new AtomicLong();

    // Written by the lane, read by anyone.
    private volatile Claimed claimed;
    private final AtomicInteger generation = new AtomicInteger();
    private volatile Throwable failure;
    private volatile long committed = -1;
    private final UncommittedRange range = new UncommittedRange();
    private final CommitTiming timing;

    // The lane's.
    private final PartitionFiles files;
    private final StoreRetries retries;
    private final RowTaker taker;
    private Phase phase = Phase.CLAIMING;
    private ClaimedLog log;
    private boolean unpublished;
    private boolean armed;

    /** @param name of the log, which says topic and partition */
    public PartitionWriter(String name, WriterSettings settings, Parts parts) {
        this.name = name;
        this.parts = parts;
        this.lane = new Lane(parts.rowsPool());
        this.account = parts.budget().open(() -> lane.execute(() -> step(this::shed)));
        this.files = new PartitionFiles(settings, parts.partitions(), parts.filesPool(), account, parts.events());
        this.taker = new RowTaker(name, settings, parts.rows(), files, parts.deadLetters(), parts.events());
        this.retries = new StoreRetries(settings, parts.nanoTime(), parts.random());
        this.timing = new CommitTiming(settings.rotation(), now());
    }

    // ---- for whoever feeds it

    /** Begins to claim the log; {@link #claimed} says when it is done. */
    public void claim() {
        lane.execute(() -> step(this::claimLog));
    }

    /** The last claim, null before the first. */
    public Claimed claimed() {
        return claimed;
    }

    /** Whether records of that generation are still taken. */
    public boolean takes(int ofGeneration) {
        return generation.get() == ofGeneration;
    }

    /** Hands records over, which nobody else changes from now on. */
    public void write(int ofGeneration, List<SinkRecord> records, long bytes) {
        account.add(bytes);
        queued.addAndGet(bytes);
        lane.execute(() -> {
            try {
                step(() -> writeAll(ofGeneration, records));
            } finally {
                queued.addAndGet(-bytes);
                account.add(-bytes);
            }
        });
    }

    /** How much was handed over and not looked at. */
    public long queuedBytes() {
        return queued.get();
    }

    /** Up to where everything is committed; empty if the log says nothing. */
    public OptionalLong committed() {
        return committed < 0 ? OptionalLong.empty() : OptionalLong.of(committed);
    }

    /** How long ago the last commit was, or the beginning. */
    public Duration sinceCommit() {
        return timing.sinceCommit(now());
    }

    /** Up to where records were looked at, less what is committed. */
    public long uncommitted() {
        return range.length();
    }

    /** What has ended the writer, null if nothing has. */
    public Throwable failure() {
        return failure;
    }

    /** The reports of dead letters that were open are no more. */
    public void reported() {
        lane.execute(() -> step(this::commitIfDue));
    }

    /** Completes when everything that was handed over so far has been looked at. */
    public CompletableFuture<Void> settled() {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        lane.execute(() -> settled.complete(null));
        return settled;
    }

    /**
     * Ends the writer, after everything that was handed over. What it has not committed then is discarded.
     *
     * @param commit whether to commit before
     */
    public CompletableFuture<Void> close(boolean commit) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        lane.execute(() -> {
            try {
                end(commit);
            } finally {
                closed.complete(null);
            }
        });
        return closed;
    }

    // ---- the lane

    private void step(Step step) {
        if (phase == Phase.FAILED || phase == Phase.CLOSED) {
            return;
        }
        try {
            step.take();
        } catch (IOException storeFailed) {
            recover(storeFailed);
        } catch (RuntimeException | Error broken) {
            fail(broken);
        }
    }

    private void claimLog() throws IOException {
        log = Claiming.claim(parts.opening(), name, parts.resilience());
        boolean knows = !log.isNew() || log.next() > 0;
        committed = knows ? log.next() : -1;
        phase = Phase.READY;
        claimed = new Claimed(
                generation.get(),
                knows ? OptionalLong.of(log.next()) : OptionalLong.empty(),
                log.lastRange().flatMap(range -> LastRecord.from(range.attributes())));
        LOG.info("{}: claimed as epoch {}, goes on at {}", name, log.epoch(), knows ? log.next() : "its beginning");
    }

    private void writeAll(int ofGeneration, List<SinkRecord> records) throws IOException {
        if (ofGeneration != generation.get() || phase != Phase.READY) {
            return;
        }
        range.begin(now());
        for (SinkRecord record : records) {
            long offset = record.originalKafkaOffset();
            range.add(record, offset);
            taker.take(log, record, offset);
        }
        range.end();
        files.look();
        parts.events().written(files.takeRowsTaken());
        commitIfDue();
        arm();
    }

    private void shed() throws IOException {
        if (phase == Phase.READY) {
            files.shed();
        }
        account.shed();
        commitIfDue();
        arm();
    }

    private void commitIfDue() throws IOException {
        if (phase != Phase.READY) {
            return;
        }
        if (unpublished) {
            log.publish();
            unpublished = false;
        }
        if (timing.isDue(range, files.areAllFinished(), now())
                && parts.deadLetters().open() == 0) {
            commit();
        }
    }

    private void commit() throws IOException {
        long begun = now();
        List<StagedFile> staged = files.finishAll();
        long rows = files.finishedRows();
        try {
            log.commit(range.entry(files.schemas()), staged, Map.of());
        } catch (UnpublishedException later) {
            LOG.warn("{}: the files of the last commit will be visible later", name, later);
            unpublished = true;
        }
        long bytes = staged.stream().mapToLong(StagedFile::bytes).sum();
        LOG.debug("{}{}: committed, {} files, {} bytes", name, range, staged.size(), bytes);
        files.committed();
        retries.succeeded();
        committed = range.next();
        timing.committed(now());
        range.clear();
        parts.events().filesCommitted(staged.size(), rows, bytes);
        parts.events().committed(Duration.ofNanos(now() - begun));
    }

    /** Looks again when something may be due, if there is something to commit. */
    private void arm() {
        if (armed || phase != Phase.READY || (range.isEmpty() && !unpublished)) {
            return;
        }
        armed = true;
        parts.alarm().after(timing.untilDue(range, files.areAllFinished(), now()), () -> lane.execute(this::onAlarm));
    }

    private void onAlarm() {
        armed = false;
        step(this::commitIfDue);
        arm();
    }

    private void recover(IOException cause) {
        String offsets = range.toString();
        discard(cause);
        Optional<Duration> pause = retries.failed(cause);
        if (pause.isEmpty()) {
            fail(new IOException(name + offsets + ": " + cause.getMessage(), cause));
            return;
        }
        LOG.warn("{}{}: the store failed, they are read again in {}", name, offsets, pause.get(), cause);
        parts.events().retried();
        phase = Phase.WAITING;
        parts.alarm().after(pause.get(), this::claim);
    }

    private void fail(Throwable cause) {
        String offsets = range.toString();
        if (phase != Phase.WAITING) {
            discard(new IOException("abandoned"));
        }
        phase = Phase.FAILED;
        account.close();
        failure = cause instanceof IOException
                ? cause
                : new IllegalStateException(
                        name + offsets + ": " + (cause.getMessage() == null ? cause : cause.getMessage()), cause);
    }

    /** Abandons what is not committed, and the claim. */
    private void discard(IOException why) {
        int unused = generation.incrementAndGet();
        range.clear();
        unpublished = false;
        parts.rows().forget();
        try {
            files.discard(why);
        } catch (IOException interrupted) {
            why.addSuppressed(interrupted);
        }
        if (log != null) {
            try {
                log.close();
            } catch (IOException remains) {
                why.addSuppressed(remains);
            }
            log = null;
        }
        account.shed();
    }

    private long now() {
        return parts.nanoTime().getAsLong();
    }

    private void end(boolean commit) {
        if (commit && phase == Phase.READY && !range.isEmpty()) {
            if (parts.deadLetters().open() == 0) {
                step(this::commit);
            } else {
                LOG.warn("{}{}: read again, as reports of bad records are still open", name, range);
            }
        }
        if (failure != null) {
            LOG.warn("{}: closed; what is not committed is read again", name, failure);
        }
        if (phase != Phase.FAILED && phase != Phase.CLOSED) {
            IOException remains = new IOException("closed");
            discard(remains);
            for (Throwable each : remains.getSuppressed()) {
                LOG.warn("{}: something is left for the next claim to remove", name, each);
            }
            account.close();
        }
        phase = Phase.CLOSED;
    }
}
