package io.sluice.sink;

import io.sluice.connector.ShownMetrics;
import io.sluice.connector.Version;
import io.sluice.sink.files.OutputPartitions;
import io.sluice.sink.files.PartitionWriter;
import io.sluice.sink.rows.BadRecordException;
import io.sluice.sink.rows.RecordRows;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands records to the writers of their partitions, and tells Connect how far they are. Connect's task thread calls everything
 * but {@link #stop}, which may come from another.
 */
public final class ParquetSinkTask extends SinkTask {
    private static final Logger LOG = LoggerFactory.getLogger(ParquetSinkTask.class);

    /** How soon to be called again while a partition is paused, for else Connect may not call for a minute. */
    private static final Duration SOON = Duration.ofMillis(50);

    /** And otherwise, so that a failure is told. */
    private static final Duration LATER = Duration.ofSeconds(1);

    private final SinkRuntime.Opening opening;
    private final Map<TopicPartition, PartitionIntake> intakes = new LinkedHashMap<>();

    // Set once, in start.
    private SinkConfig config;
    private SinkRuntime runtime;
    private SinkMetrics metrics;
    private ShownMetrics shown;
    private ErrantRecordReporter reporter;

    public ParquetSinkTask() {
        this(SinkRuntime::of);
    }

    ParquetSinkTask(SinkRuntime.Opening opening) {
        this.opening = opening;
    }

    @Override
    public String version() {
        return Version.of(ParquetSinkConnector.class);
    }

    @Override
    public void start(Map<String, String> properties) {
        config = SinkConfig.of(properties);
        try {
            runtime = opening.open(config);
        } catch (IOException e) {
            throw new ConnectException(
                    StoreConfig.PATH + " is " + config.store().place() + ", which cannot be used: " + e
                            + ". Make it, or mount it, and let the worker write there",
                    e);
        }
        reporter = errantRecordReporter();
        metrics = new SinkMetrics();
        metrics.numbers()
                .gauge(
                        "budget-used-bytes",
                        "Bytes of the worker's memory budget in use",
                        runtime.shared().budget()::usedBytes);
        metrics.numbers()
                .gauge(
                        "budget-bytes",
                        "Bytes of the worker's memory budget",
                        runtime.shared().budget()::limitBytes);
        metrics.numbers()
                .gauge(
                        "queued-bytes",
                        "Bytes of records that wait for their writers",
                        () -> writersSum(PartitionWriter::queuedBytes));
        metrics.numbers()
                .gauge(
                        "offsets-uncommitted",
                        "Offsets that were read and are not committed: the lag behind the log",
                        () -> writersSum(PartitionWriter::uncommitted));
        metrics.numbers()
                .gauge(
                        "commit-age-max-ms",
                        "Milliseconds since the last commit of the partition where it is longest ago",
                        () -> {
                            synchronized (intakes) {
                                return intakes.values().stream()
                                        .mapToLong(intake ->
                                                intake.writer().sinceCommit().toMillis())
                                        .max()
                                        .orElse(0);
                            }
                        });
        metrics.numbers()
                .gauge(
                        "breaker-open",
                        "1 while the store is left alone because too much of it failed",
                        () -> runtime.resilience().breakerState().equals("CLOSED") ? 0 : 1);
        // Not a method reference: an older worker has no such method, which must be found out when it is called.
        shown = ShownMetrics.ofTask(
                metrics.numbers(),
                () -> context.pluginMetrics(),
                "io.sluice.sink",
                config.connector(),
                Integer.parseInt(properties.getOrDefault(ParquetSinkConnector.TASK_INDEX, "0")),
                runtime.vfs()::nanoTime);
    }

    private long writersSum(ToLongFunction<PartitionWriter> value) {
        synchronized (intakes) {
            return intakes.values().stream()
                    .mapToLong(intake -> value.applyAsLong(intake.writer()))
                    .sum();
        }
    }

    /** Null if errors are not tolerated. */
    private ErrantRecordReporter errantRecordReporter() {
        return context.errantRecordReporter();
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionIntake intake = intake(partition);
            PartitionIntake lost;
            synchronized (intakes) {
                lost = intakes.put(partition, intake);
            }
            if (lost != null) {
                LOG.warn("{} was never closed; what it has not committed is read again", partition);
                var unused = lost.writer().close(false);
            }
            intake.begin();
        }
    }

    private PartitionIntake intake(TopicPartition partition) {
        ErrantRecords errant = new ErrantRecords(reporter);
        RecordRows rows;
        try {
            rows = config.rows().rows();
        } catch (BadRecordException wrong) {
            throw new ConnectException(wrong.getMessage(), wrong);
        }
        PartitionWriter writer = new PartitionWriter(
                partition.topic() + "-" + partition.partition(),
                config.writing(),
                new PartitionWriter.Parts(
                        () -> runtime.dataSet(config.store().tableOf(partition.topic())),
                        rows,
                        new OutputPartitions(
                                config.partitions(), () -> runtime.vfs().now().toEpochMilli()),
                        runtime.shared().rowsPool(),
                        runtime.shared().storePool(),
                        runtime.shared().filesPool(),
                        runtime.shared().budget(),
                        errant,
                        metrics,
                        runtime.resilience(),
                        runtime.vfs()::nanoTime,
                        runtime.alarm(),
                        runtime.vfs().random()));
        return new PartitionIntake(partition, writer, errant, config, new Consumption(), metrics);
    }

    private final class Consumption implements PartitionIntake.Consumption {
        @Override
        public void seek(TopicPartition partition, long offset) {
            context.offset(partition, offset);
        }

        @Override
        public void pause(TopicPartition partition) {
            context.pause(partition);
        }

        @Override
        public void resume(TopicPartition partition) {
            context.resume(partition);
        }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        shown.show();
        reportErrant();
        // First what has come, which was read from where the consumer was; then what a claim says of where to read on.
        offer(records);
        boolean full = runtime.shared().budget().isFull();
        boolean room = runtime.shared().budget().hasRoom();
        boolean soon = false;
        for (PartitionIntake intake : intakes.values()) {
            soon |= intake.look(full, room);
        }
        context.timeout((soon ? SOON : LATER).toMillis());
    }

    private void offer(Collection<SinkRecord> records) {
        PartitionIntake intake = null;
        String topic = null;
        int number = -1;
        for (SinkRecord record : records) {
            if (record.originalKafkaPartition() != number
                    || !record.originalTopic().equals(topic)) {
                topic = record.originalTopic();
                number = record.originalKafkaPartition();
                intake = intakes.get(new TopicPartition(topic, number));
                if (intake == null) {
                    throw new ConnectException(topic + "-" + number + ": a record came, but the partition is not open");
                }
            }
            intake.offer(record);
        }
        intakes.values().forEach(PartitionIntake::handOver);
    }

    private void reportErrant() {
        for (PartitionIntake intake : intakes.values()) {
            if (intake.errant().report(Duration.ZERO)) {
                intake.writer().reported();
            }
        }
    }

    /**
     * Says how far the log is. Connect stores that for people who look at the lag of the group; the log is the truth. Never
     * throws: Connect would rewind.
     */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        for (TopicPartition partition : current.keySet()) {
            PartitionIntake intake = intakes.get(partition);
            if (intake != null) {
                intake.writer().committed().ifPresent(next -> committed.put(partition, new OffsetAndMetadata(next)));
            }
        }
        return committed;
    }

    /** Commits what is staged. If the partition is another's by now, that is fenced and discarded. */
    @Override
    public void close(Collection<TopicPartition> partitions) {
        Map<TopicPartition, PartitionIntake> closing = new LinkedHashMap<>();
        synchronized (intakes) {
            for (TopicPartition partition : partitions) {
                PartitionIntake intake = intakes.remove(partition);
                if (intake != null) {
                    closing.put(partition, intake);
                }
            }
        }
        new Closing(closing, config.work().closeTimeout()).run();
    }

    @Override
    public void stop() {
        if (runtime == null) {
            return;
        }
        close(List.copyOf(intakes.keySet()));
        if (shown != null) {
            shown.close();
        }
        runtime.close();
    }
}
