package io.sluice.streams.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.deploy.cluster.ClusterSettings;
import io.sluice.deploy.cluster.LocalCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances with a real broker: quiet keys close, each instance answers for all keys, and both say how they are. */
class RunningAppTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void quietKeysCloseAtTheEndOfTheInputAndEachInstanceAnswersForAllKeys()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (LocalCluster cluster = LocalCluster.start(ClusterSettings.in(directory.resolve("cluster"))
                .heapMegabytes(384, 256)
                .jvmArguments(List.of("-XX:TieredStopAtLevel=1"))
                .timeouts(Duration.ofSeconds(120), Duration.ofSeconds(30))
                .build())) {
            assertThatThrownBy(() -> StreamsApp.start(config(cluster, "none")))
                    .isInstanceOf(ConfigMistake.class)
                    .hasMessageContaining("input.topics is 'trades'; the brokers have no such topic; create it");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("trades", 2, (short) 1)))
                        .all()
                        .get(60, TimeUnit.SECONDS);
            }
            // In transactions, whose marks lie behind the last row: the end is reached nevertheless.
            sendInTransaction(cluster, "2016-10-07T00:00:00Z,%s,10.00,1", "2016-10-07T00:00:00.5Z,%s,12.00,1");
            try (StreamsApp one = StreamsApp.start(config(cluster, "one"));
                    StreamsApp two = StreamsApp.start(config(cluster, "two"))) {
                for (StreamsApp app : List.of(one, two)) {
                    await(app, "/health/ready", body -> body.startsWith("RUNNING"));
                    for (int key = 0; key < 4; key++) {
                        String question =
                                "/bars/K%20" + key + "?window=s1&from=2016-10-07T00:00:00Z&to=2016-10-08T00:00:00Z";
                        await(
                                app,
                                question,
                                body -> body.contains("\"symbol\":\"K " + key(question) + "\"")
                                        && body.contains("\"final\":true")
                                        && body.contains("\"high\":\"12.00\""));
                        await(
                                app,
                                question.replace("window=s1", "window=m1"),
                                body -> body.contains("\"final\":false") && body.contains("\"rows\":2"));
                    }
                    assertThat(get(app, "/health/live").statusCode()).isEqualTo(200);
                    assertThat(get(app, "/metrics").body())
                            .contains("# TYPE sluice_streams_records_total counter")
                            .contains("kafka_stream_metrics_")
                            .containsPattern("(?m)^sluice_streams_open_windows \\d+$")
                            .containsPattern("(?m)^sluice_streams_commit_age_ms \\d+$");
                    assertThat(get(
                                            app,
                                            "/metrics?name%5B%5D=sluice_streams_records_total&name%5B%5D=sluice_streams_late_rows_total")
                                    .body()
                                    .lines()
                                    .filter(line -> !line.startsWith("#")))
                            .hasSize(2);
                    assertThat(get(app, "/bars/K?window=x1").body())
                            .contains("window is 'x1'; it must be one of [s1, m1]");
                    assertThat(get(app, "/bars/K?window=s1&from=noon").statusCode())
                            .isEqualTo(400);
                }
            }
        }
    }

    private static char key(String question) {
        return question.charAt("/bars/K%20".length());
    }

    private AppConfig config(LocalCluster cluster, String name) {
        Properties properties = AppConfigTest.good();
        properties.put("bootstrap.servers", cluster.bootstrapServers());
        properties.put("schema", "ts timestamp_micros, symbol string, price decimal(18,2), quantity long");
        properties.put("windows", "s1, m1");
        properties.remove("window.d1");
        properties.put("idle", "2s");
        properties.put("windows.keep", "1d");
        properties.put("output.partitions", "4");
        properties.put("commit.interval", "200ms");
        properties.put("http.port", "0");
        properties.put("state.directory", directory.resolve(name).toString());
        properties.put("standbys", "1");
        properties.put("instance.id", name);
        return AppConfig.of(properties);
    }

    private static void sendInTransaction(LocalCluster cluster, String... lines) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "transactional.id", "test", "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (String line : lines) {
                for (int key = 0; key < 4; key++) {
                    // A failed send fails the commit.
                    var unused = producer.send(
                            new ProducerRecord<>("trades", key % 2, null, String.format(line, "K " + key)));
                }
            }
            producer.commitTransaction();
        }
    }

    private static HttpResponse<String> get(StreamsApp app, String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.httpPort() + path))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** Asks again until the answer is as wanted, for a minute and a half at most; a moment lies between two questions. */
    private static void await(StreamsApp app, String path, Predicate<String> wanted)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        String last;
        do {
            last = get(app, path).body();
            if (wanted.test(last)) {
                return;
            }
            // Nobody counts it down: it only waits.
            assertThat(new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS)).isFalse();
        } while (System.nanoTime() < deadline);
        throw new AssertionError(path + " was last answered: " + last);
    }
}
