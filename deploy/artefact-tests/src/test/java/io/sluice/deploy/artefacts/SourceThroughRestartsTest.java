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

/** The plugin from its archive in real workers that are restarted one after the other, or stand still; and a broker that is killed. */
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

    @Test
    void whatAWorkerReadThatStoodStillForLongerThanItsSessionIsNotThereTwice()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Path logs = Files.createDirectory(directory.resolve("frozen"));
        try (ArchiveCluster cluster = ArchiveCluster.start(directory, 2)) {
            cluster.createTopic("lines", 3);
            cluster.rest().putConfig("lines", ArchiveCluster.exactlyOnce(logs, "lines", 2, Map.of()));
            try (LineLoad load = LineLoad.into(logs);
                    CommittedRecords lines = cluster.committed("lines")) {
                Lines arrived = new Lines(lines);
                awaitNewLines(cluster, load, lines, arrived);

                ClusterNode frozen = cluster.worker(0);
                frozen.pause();
                // The other one misses it, and takes over what it read.
                awaitNewLines(cluster, load, lines, arrived);
                frozen.resume();
                lines.readFor(Duration.ofSeconds(5));
                // Connect shows tasks as RUNNING that died when they were fenced: an operator starts such a worker
                // anew.
                frozen.stop();
                frozen.start();
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
