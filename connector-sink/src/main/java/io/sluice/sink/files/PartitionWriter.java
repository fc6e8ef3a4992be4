package io.sluice.sink.files;

import io.sluice.io.flow.Attempts;
import io.sluice.io.flow.BreakerOpenException;
import io.sluice.io.flow.Operation;
import io.sluice.io.flow.Resilience;
import io.sluice.sink.rows.BadRecordException;
import io.sluice.sink.rows.RecordRows;
import io.sluice.sink.rows.Row;
import io.sluice.sink.store.ClaimedLog;
import io.sluice.sink.store.DataSet;
import io.sluice.sink.store.StagedFile;
import io.sluice.sink.store.UnpublishedException;
import io.sluice.sink.store.log.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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

    /** What waits for something that has no moment, such as a report, is looked at so often. */
    private static final Duration LOOK = Duration.ofMillis(50);

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
    private final WriterSettings settings;
    private final Parts parts;
    private final Lane lane;
    private final MemoryBudget.Account account;
    private final AtomicLong queued = new AtomicLong();

    // Written by the lane, read by anyone.
    private volatile Claimed claimed;
    private final AtomicInteger generation = new AtomicInteger();
    private volatile Throwable failure;
    private volatile long committed = -1;
    private volatile long committedAtNanos;
    private volatile long uncommitted;

    // The lane's.
    private final PartitionFiles files;
    private final StoreRetries retries;
    private final Taker taker = new Taker();
    private Phase phase = Phase.CLAIMING;
    private ClaimedLog log;
    private boolean unpublished;
    private boolean armed;

    /** The range that is not committed: from {@code first} to before {@code next}; -1 for none. */
    private long first = -1;

    private long next = -1;
    private SinkRecord last;
    private long firstNanos;
    private long lastNanos;

    /** @param name of the log, which says topic and partition */
    public PartitionWriter(String name, WriterSettings settings, Parts parts) {
        this.name = name;
        this.settings = settings;
        this.parts = parts;
        this.lane = new Lane(parts.rowsPool());
        this.account = parts.budget().open(() -> lane.execute(() -> step(this::shed)));
        this.files = new PartitionFiles(settings, parts.partitions(), parts.filesPool(), account, parts.events());
        this.retries = new StoreRetries(settings, parts.nanoTime(), parts.random());
        this.committedAtNanos = parts.nanoTime().getAsLong();
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
        return Duration.ofNanos(parts.nanoTime().getAsLong() - committedAtNanos);
    }

    /** Up to where records were looked at, less what is committed. */
    public long uncommitted() {
        return uncommitted;
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
        Attempts attempt = parts.resilience().attempts(Operation.OPEN, Path.of(name));
        Optional<BreakerOpenException> refusal = attempt.begin();
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        boolean decided = false;
        try {
            log = parts.opening().open().claim(name);
            attempt.answered();
            decided = true;
        } catch (IOException notClaimed) {
            Optional<Duration> unused = attempt.failed(notClaimed);
            decided = true;
            throw notClaimed;
        } finally {
            if (!decided) {
                attempt.undecided();
            }
        }
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
        lastNanos = parts.nanoTime().getAsLong();
        for (SinkRecord record : records) {
            long offset = record.originalKafkaOffset();
            if (first < 0) {
                first = offset;
                firstNanos = lastNanos;
            }
            next = offset + 1;
            last = record;
            take(record, offset);
        }
        uncommitted = next - first;
        files.look();
        parts.events().written(files.takeRowsTaken());
        commitIfDue();
        arm();
    }

    private void take(SinkRecord record, long offset) throws IOException {
        try {
            if (record.value() != null || settings.tombstones() == WriterSettings.Tombstones.NULLS) {
                taker.offset = offset;
                parts.rows().read(record, taker);
            } else if (settings.tombstones() == WriterSettings.Tombstones.FAIL) {
                throw new BadRecordException("the value is null, and tombstones are not to be skipped");
            } else {
                parts.events().tombstone();
            }
        } catch (BadRecordException bad) {
            reject(record, bad);
        }
    }

    private void reject(SinkRecord record, BadRecordException bad) {
        boolean must = bad.isIncompatibleSchema() && settings.failOnIncompatible();
        if (must || !parts.deadLetters().take(record, where(record) + ": " + bad.getMessage())) {
            throw new IllegalStateException("it cannot be written: " + bad.getMessage()
                    + (must
                            ? ""
                            : ". To go on without such records, set errors.tolerance=all, and"
                                    + " errors.deadletterqueue.topic.name to keep them"));
        }
        parts.events().deadLetter();
    }

    private String where(SinkRecord record) {
        return name + ", offset " + record.originalKafkaOffset();
    }

    /** The rows of a record. */
    private final class Taker implements RecordRows.Rows {
        private long offset;

        @Override
        public void row(Row row) throws BadRecordException, IOException {
            try {
                files.take(log, row, offset);
            } catch (IllegalArgumentException noName) {
                // A value that no directory can be called after.
                throw new BadRecordException("its output partition cannot be named: " + noName.getMessage());
            }
        }

        @Override
        public void bad(SinkRecord part, String reason) {
            reject(part, new BadRecordException(reason));
        }
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
        if (first >= 0 && isDue() && parts.deadLetters().open() == 0) {
            commit();
        }
    }

    private boolean isDue() {
        RotationSettings rotation = settings.rotation();
        long now = parts.nanoTime().getAsLong();
        boolean old = now - firstNanos >= rotation.age().toNanos();
        boolean idle =
                !rotation.idle().isZero() && now - lastNanos >= rotation.idle().toNanos();
        boolean full = files.areAllFinished()
                && now - committedAtNanos >= rotation.leastInterval().toNanos();
        return old || idle || full;
    }

    private void commit() throws IOException {
        long begun = parts.nanoTime().getAsLong();
        List<StagedFile> staged = files.finishAll();
        Map<String, String> attributes = new HashMap<>(files.schemas());
        attributes.putAll(LastRecord.of(last).attributes());
        long rows = files.finishedRows();
        try {
            log.commit(new Entry.Range(first, next, attributes), staged, Map.of());
        } catch (UnpublishedException later) {
            LOG.warn("{}: the files of the last commit will be visible later", name, later);
            unpublished = true;
        }
        long now = parts.nanoTime().getAsLong();
        long bytes = staged.stream().mapToLong(StagedFile::bytes).sum();
        LOG.debug(
                "{}: offsets {} to {} are committed, {} files, {} bytes", name, first, next - 1, staged.size(), bytes);
        files.committed();
        retries.succeeded();
        committed = next;
        committedAtNanos = now;
        first = -1;
        last = null;
        uncommitted = 0;
        parts.events().filesCommitted(staged.size(), rows, bytes);
        parts.events().committed(Duration.ofNanos(now - begun));
    }

    /** Looks again when something may be due, if there is something to commit. */
    private void arm() {
        if (armed || phase != Phase.READY || (first < 0 && !unpublished)) {
            return;
        }
        RotationSettings rotation = settings.rotation();
        long now = parts.nanoTime().getAsLong();
        long wait = rotation.age().toNanos() - (now - firstNanos);
        if (!rotation.idle().isZero()) {
            wait = Math.min(wait, rotation.idle().toNanos() - (now - lastNanos));
        }
        if (files.areAllFinished()) {
            wait = Math.min(wait, rotation.leastInterval().toNanos() - (now - committedAtNanos));
        }
        armed = true;
        parts.alarm().after(Duration.ofNanos(Math.max(wait, LOOK.toNanos())), () -> lane.execute(this::onAlarm));
    }

    private void onAlarm() {
        armed = false;
        step(this::commitIfDue);
        arm();
    }

    private void recover(IOException cause) {
        String range = first < 0 ? "" : ", offsets " + first + " to " + (next - 1);
        discard(cause);
        Optional<Duration> pause = retries.failed(cause);
        if (pause.isEmpty()) {
            fail(new IOException(name + range + ": " + cause.getMessage(), cause));
            return;
        }
        LOG.warn("{}{}: the store failed, they are read again in {}", name, range, pause.get(), cause);
        parts.events().retried();
        phase = Phase.WAITING;
        parts.alarm().after(pause.get(), this::claim);
    }

    private void fail(Throwable cause) {
        String range = first < 0 ? "" : ", offsets " + first + " to " + (next - 1);
        if (phase != Phase.WAITING) {
            discard(new IOException("abandoned"));
        }
        phase = Phase.FAILED;
        account.close();
        failure = cause instanceof IOException
                ? cause
                : new IllegalStateException(
                        name + range + ": " + (cause.getMessage() == null ? cause : cause.getMessage()), cause);
    }

    /** Abandons what is not committed, and the claim. */
    private void discard(IOException why) {
        int unused = generation.incrementAndGet();
        first = -1;
        last = null;
        uncommitted = 0;
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

    private void end(boolean commit) {
        if (commit && phase == Phase.READY && first >= 0) {
            if (parts.deadLetters().open() == 0) {
                step(this::commit);
            } else {
                LOG.warn("{}: offsets from {} are read again, as reports of bad records are still open", name, first);
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
