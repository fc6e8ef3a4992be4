package io.sluice.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * A worker that does with a task what Connect's does (org.apache.kafka.connect.runtime.WorkerSinkTask, 4.3.1), with maps in the
 * place of a broker. Used by the test's thread.
 */
final class FakeSinkWorker implements SinkTaskContext {

    /** The broker: it outlives workers. */
    static final class Broker {
        final Map<TopicPartition, NavigableMap<Long, SinkRecord>> topics = new LinkedHashMap<>();
        final Map<TopicPartition, Long> group = new HashMap<>();

        void add(SinkRecord record) {
            topics.computeIfAbsent(
                            new TopicPartition(record.topic(), record.kafkaPartition()), partition -> new TreeMap<>())
                    .put(record.kafkaOffset(), record);
        }
    }

    final Broker broker;
    final List<String> deadLetters = new ArrayList<>();
    final List<SinkRecord> deadRecords = new ArrayList<>();

    /** Whether there is a dead-letter queue. */
    boolean tolerates;

    /** What a report answers; completed by itself unless the test does. */
    CompletableFuture<Void> reports = CompletableFuture.completedFuture(null);

    private final Map<String, String> config;
    private final Map<TopicPartition, Long> positions = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> seeks = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private ParquetSinkTask task;

    FakeSinkWorker(Broker broker, Map<String, String> config) {
        this.broker = broker;
        this.config = config;
    }

    void start(ParquetSinkTask started) {
        task = started;
        task.initialize(this);
        task.start(config);
    }

    void assign(TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            positions.put(partition, broker.group.getOrDefault(partition, earliest(partition)));
        }
        task.open(List.of(partitions));
    }

    private long earliest(TopicPartition partition) {
        NavigableMap<Long, SinkRecord> topic = broker.topics.get(partition);
        return topic == null || topic.isEmpty() ? 0 : topic.firstKey();
    }

    /** One round: seeks, reads up to so many records of each partition, hands them over. Returns how many. */
    int poll(int most) {
        seeks.forEach((partition, offset) -> {
            if (positions.containsKey(partition)) {
                positions.put(partition, offset);
            }
        });
        seeks.clear();
        List<SinkRecord> batch = new ArrayList<>();
        positions.replaceAll((partition, position) ->
                paused.contains(partition) ? position : read(partition, position, most, batch));
        task.put(batch);
        return batch.size();
    }

    private long read(TopicPartition partition, long position, int most, List<SinkRecord> batch) {
        NavigableMap<Long, SinkRecord> topic = broker.topics.getOrDefault(partition, new TreeMap<>());
        long at = position;
        if (!topic.isEmpty() && (at < topic.firstKey() || at > topic.lastKey() + 1)) {
            // auto.offset.reset=earliest
            at = topic.firstKey();
        }
        int taken = 0;
        for (SinkRecord record : topic.tailMap(at, true).values()) {
            if (taken++ == most) {
                break;
            }
            batch.add(record);
            at = record.kafkaOffset() + 1;
        }
        return at;
    }

    /** Hands records over once more, as Connect does after some failures. */
    void deliver(Collection<SinkRecord> records) {
        task.put(records);
    }

    Map<TopicPartition, OffsetAndMetadata> commit() {
        Map<TopicPartition, OffsetAndMetadata> current = new HashMap<>();
        positions.forEach((partition, position) -> current.put(partition, new OffsetAndMetadata(position)));
        Map<TopicPartition, OffsetAndMetadata> committed = task.preCommit(current);
        committed.forEach((partition, offset) -> broker.group.put(partition, offset.offset()));
        return committed;
    }

    /** Gives partitions up, as in a rebalance. */
    void revoke(TopicPartition... partitions) {
        Map<TopicPartition, OffsetAndMetadata> unused = commit();
        task.close(List.of(partitions));
        List.of(partitions).forEach(positions::remove);
    }

    void stop() {
        revoke(positions.keySet().toArray(TopicPartition[]::new));
        task.stop();
    }

    boolean isPaused(TopicPartition partition) {
        return paused.contains(partition);
    }

    // ---- what the task is given

    @Override
    public Map<String, String> configs() {
        return config;
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        seeks.putAll(offsets);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        seeks.put(partition, offset);
    }

    @Override
    public void timeout(long timeoutMs) {
        // Every poll of a test is at once.
    }

    @Override
    public Set<TopicPartition> assignment() {
        return positions.keySet();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        paused.addAll(List.of(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
        List.of(partitions).forEach(paused::remove);
    }

    @Override
    public void requestCommit() {
        throw new UnsupportedOperationException("the task says itself what is committed, and asks for nothing");
    }

    @Override
    public ErrantRecordReporter errantRecordReporter() {
        return tolerates ? this::report : null;
    }

    private Future<Void> report(SinkRecord record, Throwable error) {
        deadLetters.add(error.getMessage());
        deadRecords.add(record);
        return reports;
    }

    @Override
    public PluginMetrics pluginMetrics() {
        // As a worker that is older.
        throw new NoSuchMethodError("pluginMetrics");
    }
}
