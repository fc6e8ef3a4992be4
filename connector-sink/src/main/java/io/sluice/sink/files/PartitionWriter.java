package io.sluice.sink.files;

import io.sluice.io.flow.Resilience;
import io.sluice.sink.rows.RecordRows;
import io.sluice.sink.store.ClaimedLog;
import io.sluice.sink.store.DataSet;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
 *                         |   ^
 *        the store failed |   | claimed again, after a pause
 *                         v   |
 *   BROKEN --discarded--> WAITING: of all that is not committed nothing is left
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
     * @param storePool runs its steps that wait for the store
     * @param filesPool finishes files
     * @param resilience of the store, whose breaker all partitions share
     */
    public record Parts(
            Opening opening,
            RecordRows rows,
            OutputPartitions partitions,
            Executor rowsPool,
            Executor storePool,
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
        BROKEN,
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
    private final Commits commits;

    // The lane's.
    private final PartitionFiles files;
    private final StoreRetries retries;
    private Phase phase = Phase.CLAIMING;
    private boolean armed;

    /** @param name of the log, which says topic and partition */
    public PartitionWriter(String name, WriterSettings settings, Parts parts) {
        this.name = name;
        this.parts = parts;
        this.lane = new Lane(parts.rowsPool(), parts.storePool());
        this.account = parts.budget().open(() -> lane.execute(() -> step(this::shed)));
        this.files = new PartitionFiles(settings, parts.partitions(), parts.filesPool(), account, parts.events());
        this.commits = new Commits(
                name,
                files,
                new RowTaker(name, settings, parts.rows(), files, parts.deadLetters(), parts.events()),
                settings.rotation(),
                parts.deadLetters(),
                parts.events(),
                parts.nanoTime(),
                durable -> lane.executeInStore(() -> step(() -> endCommit(durable))));
        this.retries = new StoreRetries(settings, parts.nanoTime(), parts.random());
    }

    // ---- for whoever feeds it

    /** Begins to claim the log; {@link #claimed} says when it is done. */
    public void claim() {
        lane.executeInStore(() -> step(this::claimLog));
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
        return commits.committed();
    }

    /** How long ago the last commit was, or the beginning. */
    public Duration sinceCommit() {
        return commits.sinceCommit();
    }

    /** Up to where records were looked at, less what is committed. */
    public long uncommitted() {
        return commits.uncommitted();
    }

    /** What has ended the writer, null if nothing has. */
    public Throwable failure() {
        return failure;
    }

    /** Reports of bad records have arrived. */
    public void reported() {
        lane.executeInStore(() -> step(() -> goOn(commits.endIfReported())));
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
        lane.executeInStore(() -> {
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
        if (phase == Phase.BROKEN || phase == Phase.FAILED || phase == Phase.CLOSED) {
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
        ClaimedLog log = Claiming.claim(parts.opening(), name, parts.resilience());
        boolean knows = !log.isNew() || log.next() > 0;
        commits.claimed(log, knows);
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
        commits.take(records);
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
        if (phase == Phase.READY) {
            commits.beginIfDue();
        }
    }

    private void endCommit(Commits.Durable durable) throws IOException {
        goOn(commits.end(durable));
    }

    private void goOn(boolean committed) throws IOException {
        if (committed) {
            retries.succeeded();
            commitIfDue();
            arm();
        }
    }

    /** Looks again when something may be due, if nothing else will. */
    private void arm() {
        if (armed || phase != Phase.READY || !commits.isWaiting()) {
            return;
        }
        armed = true;
        parts.alarm().after(commits.untilDue(), () -> lane.execute(this::onAlarm));
    }

    private void onAlarm() {
        armed = false;
        step(this::commitIfDue);
        arm();
    }

    /** From now on nothing is taken. What there is goes on a thread that may wait for the store. */
    private void recover(IOException cause) {
        int unused = generation.incrementAndGet();
        phase = Phase.BROKEN;
        lane.executeInStore(() -> {
            if (phase == Phase.BROKEN) {
                discardAndWait(cause);
            }
        });
    }

    private void discardAndWait(IOException cause) {
        String offsets = commits.offsets();
        discard(cause);
        Optional<Duration> pause = retries.failed(cause);
        if (pause.isEmpty()) {
            fail(new IOException(name + offsets + ": " + cause.getMessage(), cause));
            return;
        }
        LOG.warn("{}{}: the store failed, they are read again in {}", name, offsets, pause.get(), cause);
        parts.events().retried();
        phase = Phase.WAITING;
        try {
            parts.alarm().after(pause.get(), this::claim);
        } catch (RuntimeException closed) {
            fail(closed);
        }
    }

    private void fail(Throwable cause) {
        String offsets = commits.offsets();
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
        parts.rows().forget();
        commits.discard(why);
        account.shed();
    }

    private void end(boolean commit) {
        if (commit && phase == Phase.READY) {
            step(commits::commitAll);
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
