package io.sluice.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.source.TransactionContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * A worker that does with a task what Connect's exactly-once worker does (org.apache.kafka.connect.runtime, 4.3.1), with lists in
 * the place of a broker. What is told to the task and what is not is kept as it is there, odd as some of it may look.
 */
final class FakeWorker implements SourceTaskContext, OffsetStorageReader, TransactionContext {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** What a reader sees who reads committed records only. */
    final List<SourceRecord> topic = new ArrayList<>();

    /** The stored offsets, in their stored form. */
    Map<Map<String, ?>, Map<String, Object>> offsets = new ConcurrentHashMap<>();

    final List<Integer> transactions = new ArrayList<>();
    final Map<String, MetricValueProvider<?>> metrics = new TreeMap<>();

    int aborted;

    /** A transform that drops what it does not like. */
    Predicate<SourceRecord> passes = record -> true;

    /** How many of the next questions for offsets fail. */
    int offsetFailures;

    /** Whether the producer acknowledges: else everything stays open. */
    boolean acknowledges = true;

    private final Map<String, String> config;
    private final boolean connectorEnds;
    private final Map<Map<String, ?>, Map<String, ?>> flush = new HashMap<>();
    private final Set<SourceRecord> committable = new LinkedHashSet<>();
    private final List<SourceRecord> open = new ArrayList<>();
    private final Set<SourceRecord> commitAt = new LinkedHashSet<>();
    private final Set<SourceRecord> abortAt = new LinkedHashSet<>();
    private boolean commitAsked;
    private boolean abortAsked;
    private FileSourceTask task;

    FakeWorker(Map<String, String> config) {
        this.config = config;
        this.connectorEnds = "connector".equals(config.get("transaction.boundary"));
    }

    void start(FileSourceTask started) {
        task = started;
        task.initialize(this);
        task.start(config);
    }

    /** Ends without any farewell; what was not committed is lost. */
    void kill() {
        task.stop();
        open.clear();
        flush.clear();
        committable.clear();
        commitAt.clear();
        abortAt.clear();
        commitAsked = false;
        abortAsked = false;
    }

    /** Polls until the condition holds. */
    void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("nothing came of it in " + LONGEST + "; the topic has " + values());
            }
            poll();
        }
    }

    /** Polls so often, whatever comes. */
    void polls(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            poll();
        }
    }

    void poll() throws InterruptedException {
        List<SourceRecord> records = task.poll();
        if (records != null) {
            for (SourceRecord record : records) {
                send(record);
            }
        }
        batchDispatched();
    }

    /** Sends a batch up to a point at which the connector is paused, and the rest once it is resumed. */
    void pollWithAPauseIn(int sent) throws InterruptedException {
        List<SourceRecord> records = task.poll();
        if (records == null || records.size() <= sent) {
            throw new AssertionError("too few records: " + records);
        }
        records.subList(0, sent).forEach(this::send);
        batchDispatched();
        records.subList(sent, records.size()).forEach(this::send);
        batchDispatched();
    }

    private void send(SourceRecord record) {
        if (!passes.test(record)) {
            committable.add(record);
            boundaryAt(record);
            return;
        }
        open.add(record);
        flush.put(record.sourcePartition(), record.sourceOffset());
        boundaryAt(record);
    }

    private void boundaryAt(SourceRecord record) {
        if (abortAt.remove(record)) {
            abort();
            commit();
        } else if (commitAt.remove(record)) {
            commit();
        }
    }

    private void batchDispatched() {
        if (connectorEnds) {
            boolean abort = abortAsked;
            boolean commit = commitAsked;
            abortAsked = false;
            commitAsked = false;
            if (abort) {
                abort();
            }
            if (abort || commit) {
                commit();
            }
        } else {
            commit();
        }
    }

    private void abort() {
        if (open.isEmpty()) {
            return;
        }
        aborted += open.size();
        // They were never sent, so nobody ever hears of them again.
        open.clear();
    }

    private void commit() {
        if (!acknowledges) {
            return;
        }
        if (open.isEmpty() && flush.isEmpty()) {
            // As Connect does: records that were dropped stay where they are.
            task.commit();
            return;
        }
        topic.addAll(open);
        committable.addAll(open);
        if (!open.isEmpty()) {
            transactions.add(open.size());
        }
        open.clear();
        flush.forEach((partition, offset) -> store(partition, offset));
        flush.clear();
        committable.forEach(record -> task.commitRecord(record, (RecordMetadata) null));
        committable.clear();
        task.commit();
    }

    private void store(Map<String, ?> partition, Map<String, ?> offset) {
        if (offset == null) {
            offsets.remove(partition);
        } else {
            offsets.put(Map.copyOf(partition), new LinkedHashMap<>(offset));
        }
    }

    boolean hasOpenTransaction() {
        return !open.isEmpty();
    }

    List<Object> values() {
        return topic.stream().map(SourceRecord::value).toList();
    }

    long metric(String name) {
        return (Long) ((Gauge<?>) metrics.get(name)).value(null, 0);
    }

    // ---- what the task is given

    @Override
    public Map<String, String> configs() {
        return config;
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
        return this;
    }

    @Override
    public TransactionContext transactionContext() {
        return connectorEnds ? this : null;
    }

    @Override
    public <T> Map<String, Object> offset(Map<String, T> partition) {
        return offsets.get(partition);
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
        if (offsetFailures > 0) {
            offsetFailures--;
            throw new ConnectException("Failed to fetch offsets.", new IllegalStateException("not authorized"));
        }
        Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
        partitions.forEach(partition -> found.put(partition, offsets.get(partition)));
        return found;
    }

    @Override
    public void commitTransaction() {
        commitAsked = true;
    }

    @Override
    public void commitTransaction(SourceRecord record) {
        commitAt.add(record);
    }

    @Override
    public void abortTransaction() {
        abortAsked = true;
    }

    @Override
    public void abortTransaction(SourceRecord record) {
        abortAt.add(record);
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return new PluginMetrics() {
            // The interface wants it so.
            @SuppressWarnings("NonApiType")
            @Override
            public MetricName metricName(String name, String description, LinkedHashMap<String, String> tags) {
                return new MetricName(name, "plugins", description, tags);
            }

            @Override
            public void addMetric(MetricName name, MetricValueProvider<?> provider) {
                metrics.put(name.name(), provider);
            }

            @Override
            public void removeMetric(MetricName name) {
                metrics.remove(name.name());
            }

            @Override
            public Sensor addSensor(String name) {
                throw new UnsupportedOperationException(name);
            }

            @Override
            public void removeSensor(String name) {
                throw new UnsupportedOperationException(name);
            }
        };
    }
}
