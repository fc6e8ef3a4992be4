package io.sluice.streams.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.cluster.ClusterSettings;
import io.sluice.deploy.cluster.LocalCluster;
import io.sluice.record.ChunkHeaders;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances with a real broker, killed as by kill -9 while files come in, one of them once with its state wiped: to a
 * reader of committed records every bar is there once and exact, on each level.
 */
class KilledInstancesTest {
    private static final int FILES = 6;
    private static final int CHUNKS = 14;
    private static final int ROWS = 30;
    private static final int SYMBOLS = 12;
    private static final int KILLS = 6;
    private static final int PARTITIONS = 3;
    private static final Instant DAY = Instant.parse("2016-10-07T00:00:00Z");

    private record Trade(int symbol, Instant time, long price, long quantity) {}

    @TempDir
    private Path directory;

    @Test
    void barsAreExactAndThereOnceHoweverOftenInstancesAreKilled()
            throws ExecutionException, IOException, InterruptedException, TimeoutException {
        long seed = 5;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (LocalCluster cluster = LocalCluster.start(ClusterSettings.in(directory.resolve("cluster"))
                .heapMegabytes(384, 256)
                .jvmArguments(List.of("-XX:TieredStopAtLevel=1"))
                .timeouts(Duration.ofSeconds(120), Duration.ofSeconds(30))
                .build())) {
            createInput(cluster);
            List<Instance> instances = List.of(
                    new Instance(directory.resolve("one"), config(cluster)),
                    new Instance(directory.resolve("two"), config(cluster)));
            try {
                run(cluster, instances, random);
            } finally {
                for (Instance instance : instances) {
                    if (instance.isAlive()) {
                        instance.kill();
                    }
                }
            }
        }
    }

    private void run(LocalCluster cluster, List<Instance> instances, Random random)
            throws IOException, InterruptedException {
        for (Instance instance : instances) {
            instance.start();
        }
        List<Trade> trades = new ArrayList<>();
        long[] positions = new long[FILES];
        int kills = 0;
        int seen = 0;
        try (KafkaProducer<byte[], byte[]> producer = producer(cluster)) {
            for (int chunk = 0; chunk < CHUNKS; chunk++) {
                for (int file = 0; file < FILES; file++) {
                    positions[file] += send(producer, file, chunk, positions[file], random, trades);
                }
                producer.flush();
                if (chunk % 2 == 1 && kills < KILLS) {
                    // Something of what was just sent is under way, and something is not committed.
                    seen = awaitMore(cluster, seen + 1);
                    Instance victim = instances.get(kills % 2);
                    victim.kill();
                    if (kills == 3) {
                        wipe(victim.state());
                    }
                    victim.start();
                    kills++;
                }
            }
            sendLast(producer);
        }
        assertThat(kills).isEqualTo(KILLS);
        for (String level : List.of("s1", "m1", "h1")) {
            Map<String, String> expected = expected(trades, level);
            List<ConsumerRecord<String, String>> bars = read(cluster, "bars-" + level, expected.size());
            List<String> late = read(cluster, "bars-late", 0).stream()
                    .map(record -> record.value())
                    .limit(5)
                    .toList();
            assertThat(late).as("no row is late").isEmpty();
            Map<String, String> shown = shown(bars);
            List<String> missing = expected.keySet().stream()
                    .filter(window -> !shown.containsKey(window))
                    .toList();
            assertThat(missing).as("windows of %s without a bar", level).isEmpty();
            assertThat(shown).as("bars of %s", level).isEqualTo(expected);
            assertThat(bars.size()).as("each bar of %s once", level).isEqualTo(expected.size());
        }
        assertThat(read(cluster, "bars-invalid", 0)).isEmpty();
        for (Instance instance : instances) {
            assertThat(instance.stop())
                    .as("ended by the signal, in order; its log is %s", instance.log())
                    .isEqualTo(143);
        }
    }

    private static Properties config(LocalCluster cluster) {
        Properties properties = AppConfigTest.good();
        properties.put("bootstrap.servers", cluster.bootstrapServers());
        properties.put("schema", "ts timestamp_micros, symbol string, price decimal(18,2), quantity long");
        properties.put("windows", "s1, m1, h1");
        properties.put("window.h1", "tumbling 1h of m1");
        properties.remove("window.d1");
        properties.put("grace", "1s");
        // Nothing may close because a restart took its time.
        properties.put("idle", "1h");
        properties.put("output.partitions", "3");
        properties.put("commit.interval", "200ms");
        properties.put("keys.in.use", "4");
        properties.put("kafka.consumer.session.timeout.ms", "6000");
        properties.put("kafka.consumer.heartbeat.interval.ms", "1000");
        properties.put("kafka.producer.transaction.timeout.ms", "10000");
        return properties;
    }

    private static void createInput(LocalCluster cluster)
            throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("trades", 3, (short) 1)))
                    .all()
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(LocalCluster cluster) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends a file's next chunk. Each file has a day of its own, so that files can come at any time of each other. */
    private static int send(
            KafkaProducer<byte[], byte[]> producer,
            int file,
            int chunk,
            long position,
            Random random,
            List<Trade> trades) {
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            Instant time = DAY.plus(file, ChronoUnit.DAYS)
                    .plusSeconds(chunk * 20L)
                    .plusMillis(row * 660L + random.nextInt(600) - (random.nextInt(4) == 0 ? 400 : 0));
            Trade trade =
                    new Trade(random.nextInt(SYMBOLS), time, random.nextLong(1, 100_000), random.nextLong(1, 1_000));
            trades.add(trade);
            lines.append(trade.time).append(",S").append(trade.symbol).append(',');
            lines.append(BigDecimal.valueOf(trade.price, 2))
                    .append(',')
                    .append(trade.quantity)
                    .append('\n');
        }
        byte[] value = lines.toString().getBytes(StandardCharsets.UTF_8);
        RecordHeaders headers = new RecordHeaders();
        Optional<ChunkHeaders.FileEnd> end =
                chunk == CHUNKS - 1 ? Optional.of(new ChunkHeaders.FileEnd(CHUNKS, "0".repeat(64))) : Optional.empty();
        new ChunkHeaders("/in/" + file, "f" + file, position, value.length, chunk, ChunkHeaders.Framing.LINES, end)
                .write(headers::add);
        var unused = producer.send(new ProducerRecord<>(
                "trades", file % 3, null, ("f" + file).getBytes(StandardCharsets.UTF_8), value, headers));
        return value.length;
    }

    /** Sends a file of a later day, with a row of each symbol: what is before is passed then, and closes. */
    private static void sendLast(KafkaProducer<byte[], byte[]> producer) {
        StringBuilder lines = new StringBuilder();
        for (int symbol = 0; symbol < SYMBOLS; symbol++) {
            lines.append(DAY.plus(100, ChronoUnit.DAYS))
                    .append(",S")
                    .append(symbol)
                    .append(",1.00,1\n");
        }
        byte[] value = lines.toString().getBytes(StandardCharsets.UTF_8);
        RecordHeaders headers = new RecordHeaders();
        new ChunkHeaders("/in/last", "last", 0, value.length, 0, ChunkHeaders.Framing.LINES, Optional.empty())
                .write(headers::add);
        var unused = producer.send(new ProducerRecord<>("trades", 1, null, null, value, headers));
    }

    private static Map<String, String> expected(List<Trade> trades, String level) {
        ChronoUnit unit = switch (level) {
            case "s1" -> ChronoUnit.SECONDS;
            case "m1" -> ChronoUnit.MINUTES;
            default -> ChronoUnit.HOURS;
        };
        Map<String, List<Trade>> byWindow = new HashMap<>();
        // In the order of the file, so that the sort, which is stable, leaves rows of one time as the engine orders
        // them.
        trades.forEach(trade -> byWindow.computeIfAbsent(
                        "S" + trade.symbol + " " + trade.time.truncatedTo(unit), anew -> new ArrayList<>())
                .add(trade));
        Map<String, String> bars = new TreeMap<>();
        byWindow.forEach((window, all) -> {
            List<Trade> rows =
                    all.stream().sorted(Comparator.comparing(Trade::time)).toList();
            bars.put(
                    window,
                    BigDecimal.valueOf(rows.get(0).price, 2)
                            + " "
                            + BigDecimal.valueOf(
                                    rows.stream().mapToLong(Trade::price).max().orElseThrow(), 2)
                            + " "
                            + BigDecimal.valueOf(
                                    rows.stream().mapToLong(Trade::price).min().orElseThrow(), 2)
                            + " " + BigDecimal.valueOf(rows.get(rows.size() - 1).price, 2)
                            + " " + rows.stream().mapToLong(Trade::quantity).sum()
                            + " " + rows.size());
        });
        return bars;
    }

    private static Map<String, String> shown(List<ConsumerRecord<String, String>> bars) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Map<String, String> shown = new TreeMap<>();
        for (ConsumerRecord<String, String> record : bars) {
            JsonNode bar = mapper.readTree(record.value());
            shown.put(
                    bar.get("symbol").textValue() + " " + bar.get("start").textValue(),
                    Stream.of("open", "high", "low", "close", "volume", "trades")
                            .map(field -> bar.get(field).asText())
                            .reduce((a, b) -> a + " " + b)
                            .orElseThrow());
        }
        return shown;
    }

    private static int awaitMore(LocalCluster cluster, int records) {
        int seen = read(cluster, "bars-s1", records).size();
        assertThat(seen).isGreaterThanOrEqualTo(records);
        return seen;
    }

    /** Reads committed records until there are as many as expected, for a minute and a half at most; then what else is there. */
    private static List<ConsumerRecord<String, String>> read(LocalCluster cluster, String topic, int expected) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "allow.auto.create.topics",
                false);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            // The application creates the topic, maybe later than this.
            consumer.assign(IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList());
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
            while (System.nanoTime() < deadline && (records.size() < expected || !isAtEnd(consumer))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    private static boolean isAtEnd(KafkaConsumer<String, String> consumer) {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static void wipe(Path state) throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
