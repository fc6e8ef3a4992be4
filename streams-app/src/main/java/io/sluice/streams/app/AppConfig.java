package io.sluice.streams.app;

import io.sluice.streams.engine.Plan;
import io.sluice.streams.rows.InputFormat;
import io.sluice.streams.window.Level;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * The application's configuration, checked. Immutable, free to share. The keys are in {@code docs/configuration.md}.
 *
 * @param applicationId names the application, its consumer group, its state and its internal topics
 * @param bootstrapServers of the brokers
 * @param inputs the topics that are read
 * @param format of their records
 * @param plan what is aggregated
 * @param topics where results go
 * @param outputPartitions of each topic that is created for results
 * @param replication of topics that are created; -1 for the brokers' default
 * @param partialsPartitions of the repartition topic
 * @param registry where the schema of results is registered; without it they are JSON
 * @param run how the application runs
 * @param http where it answers, if it does
 * @param kafka settings for Kafka Streams and its clients, as they are
 */
record AppConfig(
        String applicationId,
        String bootstrapServers,
        List<String> inputs,
        InputFormat format,
        Plan plan,
        AppTopology.Topics topics,
        int outputPartitions,
        short replication,
        int partialsPartitions,
        Optional<Registry> registry,
        Run run,
        Optional<Http> http,
        Map<String, String> kafka) {

    /**
     * How the application runs.
     *
     * @param threads stream threads
     * @param standbys replicas of state on other instances
     * @param stateDirectory where RocksDB keeps state
     * @param inMemory whether state is in memory instead
     * @param rocksDbBytes the most memory that RocksDB takes, over all stores
     * @param keysInUse how many keys a task keeps as objects
     * @param commits how long between two commits, and so between a row and its visible result
     * @param instanceId for static membership
     * @param replacements how many failed threads are replaced in an hour
     * @param stopTimeout how long a stop may take
     */
    record Run(
            int threads,
            int standbys,
            String stateDirectory,
            boolean inMemory,
            long rocksDbBytes,
            int keysInUse,
            CommitPace.Limits commits,
            Optional<String> instanceId,
            int replacements,
            Duration stopTimeout) {}

    /**
     * Where the application answers.
     *
     * @param host it listens on
     * @param port it listens on; 0 for any that is free
     * @param advertised the host by which other instances reach this one
     */
    record Http(String host, int port, String advertised) {}

    /**
     * A schema registry.
     *
     * @param url up to what precedes {@code /subjects}
     * @param userAndPassword for basic authentication
     */
    record Registry(URI url, Optional<String> userAndPassword) {
        @Override
        public String toString() {
            return url.toString();
        }
    }

    private static final Duration LONGEST_COMMIT = Duration.ofSeconds(5);
    private static final long TRANSACTION_MILLIS = 20_000;
    private static final Set<String> OURS = Set.of(
            "application.id",
            "bootstrap.servers",
            "processing.guarantee",
            "application.server",
            "num.stream.threads",
            "num.standby.replicas",
            "state.dir",
            "commit.interval.ms",
            "group.instance.id",
            "default.timestamp.extractor",
            "rocksdb.config.setter",
            "replication.factor");

    /**
     * Reads a configuration.
     *
     * @throws ConfigMistake for the first mistake there is
     */
    static AppConfig of(Properties properties) {
        return of(new Settings(properties));
    }

    static AppConfig of(Settings settings) {
        String id = settings.required("application.id", "give the application a name, such as 'bars'");
        if (!id.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new ConfigMistake("application.id", id, "it names topics: use letters, digits, '.', '_' and '-'");
        }
        String servers = settings.required("bootstrap.servers", "name the brokers, such as 'localhost:9092'");
        List<String> inputs = settings.list("input.topics");
        if (inputs.isEmpty()) {
            throw new ConfigMistake("input.topics", null, "name the topics to read, such as 'trades'");
        }
        PlanSettings planned = new PlanSettings(settings);
        Plan plan = planned.plan();
        InputFormat format = planned.format();
        AppTopology.Topics topics = topics(settings, id, plan, inputs);
        int partitions = settings.number("output.partitions", 6, 1, 10_000);
        short replication = (short) settings.number("output.replication", -1, -1, 100);
        int partials = settings.number("partials.partitions", partitions, 1, 10_000);
        Optional<Registry> registry = registry(settings, plan);
        Map<String, String> kafka = kafka(settings);
        Run run = run(settings, kafka);
        Optional<Http> http = http(settings);
        settings.requireNoOthers();
        return new AppConfig(
                id,
                servers,
                inputs,
                format,
                plan,
                topics,
                partitions,
                replication,
                partials,
                registry,
                run,
                http,
                kafka);
    }

    private static AppTopology.Topics topics(Settings settings, String id, Plan plan, List<String> inputs) {
        String template = settings.text("output.topic", id + "-{window}");
        Map<String, String> bars = new HashMap<>();
        Set<String> all = new HashSet<>(inputs);
        long emitting = plan.levels().all().stream()
                .filter(level -> level.emit() != Level.Emit.NONE)
                .count();
        if (emitting > 1 && !template.contains("{window}")) {
            throw new ConfigMistake(
                    "output.topic",
                    template,
                    "there are " + emitting
                            + " windows, and each needs a topic of its own: write {window} where its name goes");
        }
        for (Level level : plan.levels().all()) {
            if (level.emit() != Level.Emit.NONE) {
                String topic = template.replace("{window}", level.name());
                bars.put(level.name(), distinct("output.topic", topic, all));
            }
        }
        String late = distinct("late.topic", settings.text("late.topic", id + "-late"), all);
        String invalid = distinct("invalid.topic", settings.text("invalid.topic", id + "-invalid"), all);
        return new AppTopology.Topics(bars, late, invalid);
    }

    private static String distinct(String key, String topic, Set<String> all) {
        if (!topic.matches("[A-Za-z0-9._-]{1,249}")) {
            throw new ConfigMistake(key, topic, "a topic's name is of letters, digits, '.', '_' and '-'");
        }
        if (!all.add(topic)) {
            throw new ConfigMistake(key, topic, "the topic is used for something else already; choose another");
        }
        return topic;
    }

    private static Optional<Registry> registry(Settings settings, Plan plan) {
        Optional<String> url = settings.text("schema.registry.url");
        Optional<String> words = settings.text("schema.registry.auth");
        if (settings.choice("output.format", "json", List.of("json", "avro")).equals("json")) {
            return Optional.empty();
        }
        if (url.isEmpty()) {
            throw new ConfigMistake(
                    "schema.registry.url",
                    null,
                    "output.format is avro: name the registry, such as http://localhost:8081, or Apicurio's"
                            + " http://localhost:8080/apis/ccompat/v7");
        }
        if (!url.get().matches("https?://.+")) {
            throw new ConfigMistake("schema.registry.url", url.get(), "write an address that begins with http://");
        }
        if (words.isPresent() && !words.get().contains(":")) {
            throw new ConfigMistake("schema.registry.auth", "…", "write a user and a password with ':' between");
        }
        Settings.checked("output.format", "avro", () -> AvroSchemaText.of(plan));
        return Optional.of(
                new Registry(Settings.checked("schema.registry.url", url.get(), () -> URI.create(url.get())), words));
    }

    private static CommitPace.Limits commits(Settings settings, Map<String, String> kafka) {
        Duration interval = settings.duration("commit.interval", Duration.ofMillis(500));
        // A transaction is not to be as long as brokers let it be.
        Duration longest = Duration.ofMillis(transactionMillis(kafka) / 2);
        Duration otherwise = LONGEST_COMMIT.compareTo(longest) < 0 ? LONGEST_COMMIT : longest;
        Duration most =
                settings.duration("commit.interval.most", otherwise.compareTo(interval) < 0 ? interval : otherwise);
        if (most.compareTo(interval) < 0) {
            throw new ConfigMistake(
                    "commit.interval.most",
                    settings.text("commit.interval.most", ""),
                    "it must not be shorter than commit.interval");
        }
        return new CommitPace.Limits(interval, most);
    }

    /** How long brokers wait for the end of a transaction. */
    static long transactionMillis(Map<String, String> kafka) {
        String key = "transaction.timeout.ms";
        String set = kafka.getOrDefault("producer." + key, kafka.getOrDefault(key, ""));
        return set.matches("\\d{1,10}") ? Long.parseLong(set) : TRANSACTION_MILLIS;
    }

    private static Run run(Settings settings, Map<String, String> kafka) {
        return new Run(
                settings.number("threads", 1, 1, 1_000),
                settings.number("standbys", 0, 0, 10),
                settings.text("state.directory", System.getProperty("java.io.tmpdir") + "/sluice-streams"),
                settings.choice("stores", "rocksdb", List.of("rocksdb", "memory"))
                        .equals("memory"),
                1024L * 1024 * settings.number("rocksdb.memory.mib", 256, 16, 1 << 20),
                settings.number("keys.in.use", 20_000, 1, 10_000_000),
                commits(settings, kafka),
                settings.text("instance.id"),
                settings.number("failure.replacements", 10, 0, 10_000),
                settings.duration("stop.timeout", Duration.ofSeconds(30)));
    }

    private static Optional<Http> http(Settings settings) {
        String host = settings.text("http.host", "127.0.0.1");
        int port = settings.number("http.port", -1, 0, 65_535);
        String advertised = settings.text("http.advertised", host);
        return port < 0 ? Optional.empty() : Optional.of(new Http(host, port, advertised));
    }

    private static Map<String, String> kafka(Settings settings) {
        Map<String, String> kafka = settings.under("kafka.");
        kafka.forEach((key, value) -> {
            if (OURS.contains(key)) {
                throw new ConfigMistake(
                        "kafka." + key,
                        value,
                        "Sluice sets it itself; remove it, and see docs/configuration.md"
                                + " for the key that it has instead");
            }
        });
        return kafka;
    }
}
