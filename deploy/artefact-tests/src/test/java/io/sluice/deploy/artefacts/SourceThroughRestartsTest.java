package io.sluice.deploy.artefacts;

import io.sluice.deploy.cluster.ClusterNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The plugin from its archive in three real workers, which are restarted one after the other; then the broker is killed. */
class SourceThroughRestartsTest {

    private static final int WORKERS = 3;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    /** One test with several steps, as each start of three workers takes seconds. */
    @Test
    void everyLineIsThereOnceThroughARollingRestartAndAKilledBroker()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        try (ArchiveCluster cluster = ArchiveCluster.start(directory, WORKERS)) {
            cluster.createTopic("lines", 3);
            cluster.rest().putConfig("lines", ArchiveCluster.exactlyOnce(logs, "lines", WORKERS, Map.of()));
            try (LineLoad load = LineLoad.into(logs);
                    CommittedRecords lines = cluster.committed("lines")) {
                Lines arrived = new Lines(lines);
                awaitNewLines(cluster, load, lines, arrived);

                for (ClusterNode worker : cluster.nodes().workers()) {
                    worker.stop();
                    awaitNewLines(cluster, load, lines, arrived);
                    worker.start();
                }
                awaitNewLines(cluster, load, lines, arrived);

                ClusterNode broker = cluster.nodes().brokers().get(0);
                broker.kill();
                lines.readFor(Duration.ofSeconds(1));
                broker.start();
                awaitNewLines(cluster, load, lines, arrived);

                int written = load.end();
                cluster.readAll(lines, "lines", written);
                arrived.assertEachOnce(written);
            }
        }
    }

    private static void awaitNewLines(ArchiveCluster cluster, LineLoad load, CommittedRecords lines, Lines arrived)
            throws InterruptedException {
        int before = load.lines();
        cluster.readUntil(lines, "lines", "a new line of each file", () -> arrived.cameOfEachFile(before));
    }
}
