package io.sluice.source;

import io.sluice.connector.ShownMetrics;
import io.sluice.connector.Version;
import io.sluice.source.tail.ReadyBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.TransactionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what the reader made to Connect, and tells it what has arrived. Connect's task thread calls everything, but for
 * {@link #commitRecord}, which the producer's thread calls where there are no transactions, {@link #commit}, and
 * {@link #stop}, which may come from anywhere.
 */
public final class FileSourceTask extends SourceTask {

    private static final Logger LOG = LoggerFactory.getLogger(FileSourceTask.class);

    /** How long a poll waits for records: Connect can neither pause nor stop a task before it returns. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final FileReading.Opening opening;
    private final CountDownLatch stopped = new CountDownLatch(1);

    // Set once, in start.
    private SourceConfig config;
    private SourceMetrics metrics;
    private ShownMetrics shown;
    private Delivery delivery;
    private CommitCount commits;
    private HandOutRate rate;
    private volatile FileReading reading;

    public FileSourceTask() {
        this(new LocalReading());
    }

    FileSourceTask(FileReading.Opening opening) {
        this.opening = opening;
    }

    @Override
    public String version() {
        return Version.of(FileSourceConnector.class);
    }

    @Override
    public void start(Map<String, String> properties) {
        config = SourceConfig.of(properties);
        TransactionContext transactions = transactions();
        delivery = new Delivery(transactions, config.delivery().stateTopic() != null);
        commits = new CommitCount(transactions != null);
        rate = new HandOutRate(
                config.delivery().bytesPerSecond(), config.delivery().recordsPerSecond());
        metrics = new SourceMetrics(
                new FileLog(config.observability().fileLog()), System::nanoTime, System::currentTimeMillis);
        FileReading opened;
        try {
            opened = opening.open(config, new StoredFiles(context.offsetStorageReader()), metrics, commits);
        } catch (IOException e) {
            throw new ConnectException("The files cannot be read: " + e.getMessage(), e);
        }
        metrics.numbers()
                .gauge(
                        "bytes-in-flight",
                        "Bytes that are on their way, from the file to the acknowledgement",
                        opened.reader()::bytesUnderWay);
        // Not a method reference: an older worker has no such method, which must be found out when it is called.
        shown = ShownMetrics.ofTask(
                metrics.numbers(),
                () -> context.pluginMetrics(),
                "io.sluice.source",
                config.connector(),
                config.share().index(),
                System::nanoTime);
        reading = opened;
        opened.reader().start();
    }

    private TransactionContext transactions() {
        TransactionContext offered = context.transactionContext();
        if (config.guarantee() == Guarantee.EXACTLY_ONCE && offered == null) {
            LOG.warn(
                    "Task {} of {} delivers at least once, although exactly.once.support is required: this worker gives it no"
                            + " transactions. A standalone worker cannot; run it on a distributed one with"
                            + " exactly.once.source.support=enabled",
                    config.share().index(),
                    config.connector());
        }
        return offered;
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        commits.polled();
        shown.show();
        if (!delivery.begin()) {
            return List.of();
        }
        Duration pause = rate.pause(System.nanoTime());
        if (!pause.isZero()) {
            return afterAWait(pause);
        }
        List<FileRecord> records = taken();
        return records.isEmpty() ? null : Collections.unmodifiableList(records);
    }

    private List<SourceRecord> afterAWait(Duration pause) throws InterruptedException {
        Duration wait = pause.compareTo(LONGEST_WAIT) < 0 ? pause : LONGEST_WAIT;
        boolean unused = stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        return null;
    }

    private List<FileRecord> taken() throws InterruptedException {
        List<ReadyBatch<FileRecord>> batches;
        try {
            batches = reading.reader()
                    .ready()
                    .take(
                            config.delivery().transactionBytes(),
                            LONGEST_WAIT,
                            config.delivery().linger());
        } catch (RuntimeException e) {
            throw new ConnectException(e.getMessage(), e);
        }
        if (batches.isEmpty()) {
            return List.of();
        }
        List<FileRecord> records = joined(batches);
        if (batches.get(0).isMarkers()) {
            return delivery.handMarkers(records);
        }
        long charge = batches.stream().mapToLong(ReadyBatch::charge).sum();
        rate.handedOut(charge, records.size(), System.nanoTime());
        metrics.sent(records.size());
        return delivery.hand(records);
    }

    private static List<FileRecord> joined(List<ReadyBatch<FileRecord>> batches) {
        if (batches.size() == 1) {
            return batches.get(0).records();
        }
        List<FileRecord> records = new ArrayList<>(
                batches.stream().mapToInt(batch -> batch.records().size()).sum());
        batches.forEach(batch -> records.addAll(batch.records()));
        return records;
    }

    @Override
    public void commitRecord(SourceRecord record, RecordMetadata metadata) {
        if (delivery.arrived((FileRecord) record)) {
            metrics.arrived();
        }
    }

    @Override
    public void commit() {
        delivery.committed();
        commits.committed();
        metrics.committed();
    }

    @Override
    public void stop() {
        stopped.countDown();
        FileReading ending = reading;
        if (ending == null) {
            return;
        }
        try {
            ending.end(LONGEST_END);
        } catch (InterruptedException e) {
            LOG.warn(
                    "Task {} of {} was interrupted while it waited for its reader to end",
                    config.share().index(),
                    config.connector());
            Thread.currentThread().interrupt();
        }
        shown.close();
    }
}
