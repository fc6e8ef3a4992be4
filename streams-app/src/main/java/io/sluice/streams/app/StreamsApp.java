package io.sluice.streams.app;

import io.sluice.streams.window.Level;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running application: looks at the topics, starts Kafka Streams, the watch over the input's ends and the HTTP server,
 * and stops them in turn. Started and closed by one thread.
 */
final class StreamsApp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsApp.class);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(50);

    private final AppConfig config;
    private final Admin admin;
    private final EndsWatch ends;
    private final RocksDbMemory.Shared memory;
    private final KafkaStreams streams;
    private final Counts counts;
    private final FailurePolicy failures;
    private final Optional<HttpEndpoint> http;

    private StreamsApp(
            AppConfig config,
            Admin admin,
            EndsWatch ends,
            RocksDbMemory.Shared memory,
            KafkaStreams streams,
            Counts counts,
            FailurePolicy failures,
            Optional<HttpEndpoint> http) {
        this.config = config;
        this.admin = admin;
        this.ends = ends;
        this.memory = memory;
        this.streams = streams;
        this.counts = counts;
        this.failures = failures;
        this.http = http;
    }

    /** Starts the application, and returns while it starts up. */
    static StreamsApp start(AppConfig config) throws IOException, InterruptedException {
        Map<String, Object> client = client(config);
        Admin admin = Admin.create(client);
        try {
            TopicSetup setup = new TopicSetup(admin);
            Map<String, Integer> inputs = setup.inputs(config.inputs());
            setup.create(config);
            return start(config, admin, client, inputs, writers(config));
        } catch (IOException | InterruptedException | RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    private static StreamsApp start(
            AppConfig config,
            Admin admin,
            Map<String, Object> client,
            Map<String, Integer> inputs,
            Supplier<BarWriter> writers)
            throws IOException {
        Optional<HttpEndpoint> http = config.http().isPresent()
                ? Optional.of(HttpEndpoint.listen(
                        config.http().get().host(), config.http().get().port()))
                : Optional.empty();
        Map<String, Object> probing = new HashMap<>(client);
        probing.put("isolation.level", "read_committed");
        probing.put("enable.auto.commit", false);
        Duration interval = interval(config);
        EndsWatch ends = new EndsWatch(
                admin,
                new KafkaConsumer<>(probing, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                config.applicationId(),
                inputs,
                interval,
                moment(config),
                System::nanoTime);
        Counts counts = new Counts(System::nanoTime);
        RocksDbMemory.Shared memory = config.run().inMemory()
                ? null
                : new RocksDbMemory.Shared(config.run().rocksDbBytes());
        HostInfo self = config.http()
                .map(endpoint -> new HostInfo(endpoint.advertised(), http.get().port()))
                .orElse(HostInfo.unavailable());
        KafkaStreams streams = new KafkaStreams(
                topology(config, ends, interval, writers, counts), properties(config, memory, self, http.isPresent()));
        FailurePolicy failures = new FailurePolicy(config.run().replacements(), System::nanoTime, counts);
        streams.setUncaughtExceptionHandler(failures);
        streams.setGlobalStateRestoreListener(new RestoreCount(counts));
        streams.setStateListener((now, before) -> LOG.info("State is {}, was {}", now, before));
        ends.start();
        http.ifPresent(endpoint -> endpoint.start(
                streams::state,
                new PrometheusText(counts, streams::metrics),
                new BarLookup(streams, config.plan(), self),
                config.plan()));
        streams.start();
        return new StreamsApp(config, admin, ends, memory, streams, counts, failures, http);
    }

    /** The topology of a configuration, without brokers: for a description. */
    static Topology topology(AppConfig config) {
        return topology(config, () -> new JsonBars(config.plan()));
    }

    static Topology topology(AppConfig config, Supplier<BarWriter> writers) {
        return topology(
                config, UpstreamEnd.of(1, task -> false), interval(config), writers, new Counts(System::nanoTime));
    }

    /** What writes results; registers their schema, if they have one. */
    static Supplier<BarWriter> writers(AppConfig config) throws IOException, InterruptedException {
        if (config.registry().isEmpty()) {
            return () -> new JsonBars(config.plan());
        }
        AppConfig.Registry where = config.registry().get();
        SchemaRegistry registry = new SchemaRegistry(where.url(), where.userAndPassword());
        String schema = AvroSchemaText.of(config.plan());
        Map<String, Integer> ids = new HashMap<>();
        for (Map.Entry<String, String> topic : config.topics().bars().entrySet()) {
            ids.put(topic.getKey(), registry.register(topic.getValue(), schema));
        }
        return () -> new AvroBars(config.plan(), ids);
    }

    private static Topology topology(
            AppConfig config, UpstreamEnd ends, Duration interval, Supplier<BarWriter> writers, Counts counts) {
        return new AppTopology(
                        config.plan(),
                        config.format(),
                        config.inputs(),
                        config.topics(),
                        config.partialsPartitions(),
                        new AppTopology.StoreSettings(
                                config.run().inMemory(),
                                config.run().keysInUse(),
                                Map.of(),
                                () -> ThreadLocalRandom.current().nextLong()),
                        ends,
                        interval,
                        new CommitPace.OfThreads(config.run().commits(), System::nanoTime),
                        writers,
                        counts)
                .get();
    }

    /** How often tasks say where they are: a tenth of the shortest time that anything waits, a second at most. */
    static Duration interval(AppConfig config) {
        Duration tenth = shortestIdle(config).map(idle -> idle.dividedBy(10)).orElse(LONGEST_INTERVAL);
        Duration most = tenth.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : tenth;
        return most.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : most;
    }

    /** How old a row may be that is not committed, for its topic to be at its end all the same: little beside idle times. */
    private static Duration moment(AppConfig config) {
        Duration commits = config.run().commits().most();
        return shortestIdle(config)
                .map(idle -> idle.dividedBy(4))
                .filter(quarter -> quarter.compareTo(commits) < 0)
                .orElse(commits);
    }

    private static Optional<Duration> shortestIdle(AppConfig config) {
        return config.plan().levels().all().stream()
                .map(Level::idle)
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
    }

    private static Map<String, Object> client(AppConfig config) {
        Map<String, Object> client = new HashMap<>();
        config.kafka().forEach((key, value) -> {
            // What is for all clients, security first of all.
            if (!key.startsWith("producer.") && !key.startsWith("consumer.") && !key.startsWith("main.")) {
                client.put(key, value);
            }
        });
        client.put("bootstrap.servers", config.bootstrapServers());
        return client;
    }

    static Properties properties(AppConfig config, RocksDbMemory.Shared memory, HostInfo self, boolean answers) {
        Properties properties = new Properties();
        properties.put("producer.compression.type", "lz4");
        properties.put("consumer.max.poll.records", "2000");
        properties.put("producer.max.request.size", Integer.toString(4 << 20));
        properties.put("auto.offset.reset", "earliest");
        properties.put("producer.transaction.timeout.ms", Long.toString(AppConfig.transactionMillis(config.kafka())));
        properties.putAll(config.kafka());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.run().threads());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.run().standbys());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, config.run().stateDirectory());
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                config.run().commits().most().toMillis());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) config.replication());
        properties.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, AnyTimestamp.class);
        config.run().instanceId().ifPresent(id -> properties.put("group.instance.id", id));
        if (answers) {
            properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, self.host() + ":" + self.port());
        }
        if (memory != null) {
            properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.class);
            properties.put(RocksDbMemory.SHARED, memory);
        }
        return properties;
    }

    /** Completes with the reason, on a stream thread, when the application stops for a failure. */
    CompletableFuture<String> failed() {
        return failures.stopped();
    }

    /** How many records the copies of state that lie here lack, by the partition of a store; asks the brokers. */
    Map<String, Map<Integer, LagInfo>> stateLags() {
        return streams.allLocalStorePartitionLags();
    }

    /** How many tasks work here. */
    int activeTasks() {
        return streams.metadataForLocalThreads().stream()
                .mapToInt(thread -> thread.activeTasks().size())
                .sum();
    }

    Counts counts() {
        return counts;
    }

    KafkaStreams.State state() {
        return streams.state();
    }

    /** The port of the HTTP server, or -1. */
    int httpPort() {
        return http.map(HttpEndpoint::port).orElse(-1);
    }

    /** Commits what has been done, and stops. Takes {@code stop.timeout} at most; what is then not done is done again. */
    @Override
    public void close() {
        boolean stopped = streams.close(config.run().stopTimeout());
        if (!stopped) {
            LOG.warn(
                    "Kafka Streams did not stop within {}; what was not committed will be done again",
                    config.run().stopTimeout());
        }
        http.ifPresent(HttpEndpoint::close);
        ends.close();
        admin.close(Duration.ofSeconds(5));
        if (memory != null && stopped) {
            memory.close();
        }
    }
}
