package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.cluster.ClusterNode;
import io.sluice.deploy.cluster.ConnectorStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The plugin from its archive in two real workers, which are killed in the middle of the load. The tests share them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourceUnderKillsTest {

    private static final int KILLS = 4;
    private static final int WORKERS = 2;

    private Path directory;
    private ArchiveCluster cluster;

    @BeforeAll
    void startCluster(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path temporary)
            throws IOException, InterruptedException {
        directory = temporary;
        cluster = ArchiveCluster.start(directory, WORKERS);
    }

    @AfterAll
    void stopCluster() {
        cluster.close();
    }

    @Test
    void everyLineIsThereOnceAndEveryFileToTheByteAlthoughWorkersAreKilled()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Path binary = Files.createDirectory(directory.resolve("binary"));
        cluster.createTopic("lines", 3);
        cluster.createTopic("chunks", 1);
        Blobs blobs = new Blobs(binary, random);
        cluster.rest().putConfig("lines", ArchiveCluster.exactlyOnce(logs, "lines", 2, Map.of()));
        cluster.rest()
                .putConfig(
                        "chunks",
                        ArchiveCluster.exactlyOnce(
                                binary,
                                "chunks",
                                1,
                                Map.of(
                                        "mode", "complete",
                                        "stable.ms", "300",
                                        "framing", "bytes",
                                        "chunk.bytes", "20000",
                                        "transaction.bytes", "100000",
                                        "turn.bytes", "50000",
                                        "bytes.per.second", "500000",
                                        "value.converter", ArchiveCluster.BYTES)));

        try (LineLoad load = LineLoad.into(logs);
                CommittedRecords lines = cluster.committed("lines");
                CommittedRecords chunks = cluster.committed("chunks")) {
            Lines arrived = new Lines(lines);
            for (int kill = 0; kill < KILLS; kill++) {
                int before = load.lines();
                cluster.readUntil(lines, "lines", "a new line of each file", () -> arrived.cameOfEachFile(before));
                cluster.attend("chunks");
                blobs.add(1_000_000);
                lines.readFor(Duration.ofMillis(500 + random.nextInt(1000)));
                ClusterNode worker = cluster.worker(kill % WORKERS);
                worker.kill();
                lines.readFor(Duration.ofMillis(random.nextInt(1000)));
                worker.start();
            }
            int written = load.end();
            cluster.readAll(lines, "lines", written);
            cluster.readUntil(
                    chunks, "chunks", "the end of each file", () -> Blobs.areAllWhole(chunks.all(), blobs.written()));

            arrived.assertEachOnce(written);
            blobs.assertComeBack(chunks.all());
        }
        cluster.rest().delete("lines");
        cluster.rest().delete("chunks");
    }

    @Test
    void offsetsCanBeReadAndSetByAPerson()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Path input = Files.createDirectory(directory.resolve("altered"));
        Path file = Files.writeString(input.resolve("some.log"), "één\ntwee\n三\nvier\n", StandardCharsets.UTF_8);
        cluster.createTopic("altered", 1);
        cluster.rest().putConfig("altered", ArchiveCluster.exactlyOnce(input, "altered", 1, Map.of()));
        try (CommittedRecords lines = cluster.committed("altered")) {
            cluster.readAll(lines, "altered", 4);
            assertThat(lines.texts()).containsExactly("één", "twee", "三", "vier");
            Map<String, Object> key = Map.of("file", "in:/some.log#" + Files.getAttribute(file, "unix:ino"));

            Map<String, Object> offset = cluster.rest().offsets("altered").get(key);

            assertThat(offset)
                    .containsEntry("position", 20)
                    .containsEntry("path", file.toString())
                    .containsEntry("phase", "READING");

            cluster.rest().stop("altered");
            cluster.rest()
                    .awaitStatus(
                            "altered",
                            "no task",
                            ArchiveCluster.LONG,
                            status -> status.tasks().isEmpty());
            cluster.rest().alterOffset("altered", key, Map.of("position", 11));
            cluster.rest().resume("altered");
            cluster.readAll(lines, "altered", 6);
            assertThat(lines.texts()).containsExactly("één", "twee", "三", "vier", "三", "vier");
        }
        cluster.rest().delete("altered");
    }

    @Test
    void aConnectorThatDeliversAtLeastOnceSaysSoInTheLog() throws IOException, InterruptedException {
        Path input = Files.createDirectory(directory.resolve("requested"));
        Map<String, String> config = ArchiveCluster.exactlyOnce(input, "requested", 1, Map.of());
        config.put("exactly.once.support", "requested");
        config.put("transaction.boundary", "poll");

        cluster.rest().putConfig("requested", config);
        ConnectorStatus unused = cluster.rest().awaitRunning("requested", 1, ArchiveCluster.LONG);

        StringBuilder logs = new StringBuilder();
        for (ClusterNode worker : cluster.nodes().workers()) {
            logs.append(Files.readString(worker.log()));
        }
        assertThat(logs).contains("requested delivers at least once");
        cluster.rest().delete("requested");
    }
}
