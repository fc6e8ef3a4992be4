package io.sluice.streams.app;

import io.sluice.streams.engine.KeyPartition;
import io.sluice.streams.engine.Plan;
import io.sluice.streams.rows.InputFormat;
import io.sluice.streams.window.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology: fold, repartition by key, aggregate, emit. Makes a new one at each call; the thread that starts the
 * application makes it.
 *
 * @param plan what is aggregated
 * @param format of the input
 * @param inputs the input topics
 * @param topics where results go
 * @param partitions of the repartition topic
 * @param stores where state is
 * @param upstreamEnd knows whether the input was read to its end
 * @param interval how often tasks say so
 * @param paces when stream threads commit
 * @param writers write results
 * @param counts what is counted
 */
record AppTopology(
        Plan plan,
        InputFormat format,
        List<String> inputs,
        Topics topics,
        int partitions,
        StoreSettings stores,
        UpstreamEnd upstreamEnd,
        Duration interval,
        CommitPace.OfThreads paces,
        Supplier<BarWriter> writers,
        Counts counts)
        implements Supplier<Topology> {
    static final String LATE = "late";
    static final String INVALID = "invalid";
    static final String PARTIALS = "partials";

    private static final String FOLD = "fold";
    private static final String TO_PARTIALS = "to-partials";
    private static final String AGGREGATE = "windowed-aggregates";

    /**
     * Where results go.
     *
     * @param bars the topic of each level that emits, by its name
     * @param late rows that came too late
     * @param invalid rows that cannot be aggregated
     */
    record Topics(Map<String, String> bars, String late, String invalid) {
        Topics {
            bars = Map.copyOf(bars);
        }
    }

    /**
     * Where state is.
     *
     * @param inMemory rather than on disk, in RocksDB
     * @param keysInUse how many keys, and how many folded parts of windows, a task keeps as objects
     * @param changelog settings of the changelog topics
     * @param clocks gives another number each time
     */
    record StoreSettings(boolean inMemory, int keysInUse, Map<String, String> changelog, LongSupplier clocks) {
        StoreSettings {
            changelog = Map.copyOf(changelog);
        }

        KeyValueBytesStoreSupplier supplier(String name) {
            return inMemory ? Stores.inMemoryKeyValueStore(name) : Stores.persistentKeyValueStore(name);
        }
    }

    @Override
    public Topology get() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(new KeyStateStoreBuilder(
                stores.supplier(WindowProcessor.KEYS), plan, stores.keysInUse(), stores.clocks(), stores.changelog()));
        builder.addStateStore(Stores.keyValueStoreBuilder(
                        stores.supplier(WindowProcessor.WINDOWS), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(stores.changelog())
                .withCachingDisabled());
        builder.addStateStore(HeldPartials.builder());
        builder.stream(
                        inputs,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("records"))
                .process(
                        () -> new FoldProcessor(
                                plan,
                                format,
                                partitions,
                                stores.keysInUse(),
                                TO_PARTIALS,
                                INVALID,
                                upstreamEnd,
                                interval,
                                paces,
                                counts),
                        Named.as(FOLD),
                        HeldPartials.NAME)
                // A node with a name of its own, so that the fold can say which of its children it means.
                .filter((partition, value) -> true, Named.as(TO_PARTIALS))
                .map((partition, value) -> new KeyValue<>((Integer) partition, value))
                .repartition(Repartitioned.<Integer, byte[]>as(PARTIALS)
                        .withKeySerde(Serdes.Integer())
                        .withValueSerde(Serdes.ByteArray())
                        .withStreamPartitioner(asTheKeySays())
                        .withNumberOfPartitions(partitions))
                .process(
                        () -> new WindowProcessor(plan, upstreamEnd.tasks(), paces, writers, counts),
                        Named.as(AGGREGATE),
                        WindowProcessor.KEYS,
                        WindowProcessor.WINDOWS);
        Topology topology = builder.build();
        for (Level level : plan.levels().all()) {
            if (level.emit() != Level.Emit.NONE) {
                sink(
                        topology,
                        WindowProcessor.barsNode(level.name()),
                        topics.bars().get(level.name()),
                        AGGREGATE);
            }
        }
        sink(topology, LATE, topics.late(), AGGREGATE);
        sink(topology, INVALID, topics.invalid(), FOLD);
        return topology;
    }

    private static void sink(Topology topology, String name, String topic, String parent) {
        topology.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), parent);
    }

    private static StreamPartitioner<Integer, byte[]> asTheKeySays() {
        return (topic, partition, value, count) -> Optional.of(Set.of(partition));
    }

    /** The partition of the repartition topic, and so the task, that has a key: for queries. */
    static StreamPartitioner<byte[], Object> byKey() {
        return (topic, key, value, count) -> Optional.of(Set.of(KeyPartition.of(key, count)));
    }
}
