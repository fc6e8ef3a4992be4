package io.sluice.streams.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.cluster.ClusterSettings;
import io.sluice.deploy.cluster.LocalCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.LagInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances that hold copies of each other's state; one of them is killed as by kill -9. The other goes on from its
 * copies, without reading the changelogs again, and what was open in the killed one is complete.
 */
class StandbyTakeoverTest {
    private static final int KEYS = 200;
    private static final int PARTITIONS = 2;
    private static final String OUTPUT = "bars-m1";

    @TempDir
    private Path directory;

    @Test
    void theOtherInstanceGoesOnFromItsCopiesOfTheState()
            throws ExecutionException, IOException, InterruptedException, TimeoutException {
        try (LocalCluster cluster = LocalCluster.start(ClusterSettings.in(directory.resolve("cluster"))
                .heapMegabytes(384, 256)
                .jvmArguments(List.of("-XX:TieredStopAtLevel=1"))
                .brokerOverrides(Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"))
                .timeouts(Duration.ofSeconds(120), Duration.ofSeconds(30))
                .build())) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("trades", PARTITIONS, (short) 1)))
                        .all()
                        .get(60, TimeUnit.SECONDS);
            }
            Properties properties = config(cluster);
            Instance victim = new Instance(directory.resolve("victim"), properties);
            properties.put("state.directory", directory.resolve("survivor").toString());
            victim.start();
            try (StreamsApp survivor = StreamsApp.start(AppConfig.of(properties))) {
                takeOver(cluster, victim, survivor);
            } finally {
                if (victim.isAlive()) {
                    victim.kill();
                }
            }
        }
    }

    private static void takeOver(LocalCluster cluster, Instance victim, StreamsApp survivor)
            throws IOException, InterruptedException {
        send(cluster, "2016-10-07T00:00:00Z,S%d,10.00,1");
        // A minute later: the first windows are closed, so all that was sent is in windows, and the second ones are
        // open.
        send(cluster, "2016-10-07T00:01:00Z,S%d,20.00,2");
        assertThat(read(cluster, KEYS)).hasSize(KEYS);
        await("each has tasks, and the survivor copies of all state, which lack nothing", () -> {
            Map<String, Map<Integer, LagInfo>> lags = survivor.stateLags();
            // Behind the last record lies the mark of its transaction.
            return lags.getOrDefault(WindowProcessor.KEYS, Map.of()).size() == PARTITIONS
                    && lags.values().stream()
                            .flatMap(store -> store.values().stream())
                            .allMatch(lag -> lag.offsetLag() <= 2)
                    && survivor.activeTasks() < 2 * PARTITIONS;
        });
        long restoredBefore = survivor.counts().restoredRecords.sum();

        victim.kill();
        send(cluster, "2016-10-07T00:02:00Z,S%d,30.00,3");
        Map<String, String> second = new TreeMap<>();
        read(cluster, 2 * KEYS).forEach(bar -> {
            if (bar.value().contains("\"start\":\"2016-10-07T00:01:00Z\"")) {
                second.put(bar.key(), bar.value());
            }
        });
        assertThat(second).hasSize(KEYS);
        assertThat(second.values()).allMatch(bar -> bar.contains("\"open\":\"20.00\"") && bar.contains("\"rows\":1,"));
        assertThat(survivor.activeTasks()).isEqualTo(2 * PARTITIONS);
        assertThat(survivor.counts().restoredRecords.sum() - restoredBefore)
                .as("records of the changelogs that were read again: of some %d keys for each task", KEYS / PARTITIONS)
                .isLessThan(10);
    }

    private static Properties config(LocalCluster cluster) {
        Properties properties = AppConfigTest.good();
        properties.put("bootstrap.servers", cluster.bootstrapServers());
        properties.put("schema", "ts timestamp_micros, symbol string, price decimal(18,2), quantity long");
        properties.put("windows", "m1");
        properties.put("window.m1", "tumbling 1m");
        properties.remove("window.s1");
        properties.remove("window.d1");
        // Nothing closes but by rows.
        properties.put("idle", "1h");
        properties.put("output.partitions", Integer.toString(PARTITIONS));
        properties.put("commit.interval", "200ms");
        properties.put("standbys", "1");
        properties.put("kafka.consumer.session.timeout.ms", "12000");
        properties.put("kafka.consumer.heartbeat.interval.ms", "1000");
        // Long enough that a survivor without processor time is not taken for dead, too.
        properties.put("kafka.producer.transaction.timeout.ms", "15000");
        properties.put("kafka.probing.rebalance.interval.ms", "60000");
        return properties;
    }

    private static void send(LocalCluster cluster, String line) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            for (int key = 0; key < KEYS; key++) {
                var unused =
                        producer.send(new ProducerRecord<>("trades", key % PARTITIONS, null, String.format(line, key)));
            }
        }
    }

    /** Reads committed bars until there are as many as expected, for two minutes at most. */
    private static List<ConsumerRecord<String, String>> read(LocalCluster cluster, int expected) {
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
            consumer.assign(IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(OUTPUT, partition))
                    .toList());
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            while (System.nanoTime() < deadline && records.size() < expected) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            // Nobody counts it down: it only waits.
            assertThat(new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS)).isFalse();
        }
    }
}
