package io.sluice.deploy.artefacts;

import io.sluice.deploy.cluster.ClusterNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugin from its archive in real workers that are restarted one after the other, or stand still; and a broker that is killed. The
 * tests share them, as each start of three workers takes seconds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourceThroughRestartsTest {

    private static final int WORKERS = 3;

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
    void everyLineIsThereOnceThroughARollingRestartAndAKilledBroker()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        run("rolled", under -> {
            for (ClusterNode worker : cluster.nodes().workers()) {
                worker.stop();
                under.awaitNewLines();
                worker.start();
            }
            under.awaitNewLines();

            ClusterNode broker = cluster.nodes().brokers().get(0);
            broker.kill();
            under.lines().readFor(Duration.ofSeconds(1));
            broker.start();
        });
    }

    @Test
    void whatAWorkerReadThatStoodStillForLongerThanItsSessionIsNotThereTwice()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        run("frozen", under -> {
            ClusterNode frozen = cluster.worker(0);
            frozen.pause();
            // The others miss it, and take over what it read.
            under.awaitNewLines();
            frozen.resume();
            under.lines().readFor(Duration.ofSeconds(5));
            // Connect shows tasks as RUNNING that died when they were fenced: an operator starts such a worker anew.
            frozen.stop();
            frozen.start();
        });
    }

    /** What is done while lines are written and read. */
    private interface Deed {
        void doneTo(Load under) throws InterruptedException;
    }

    /** Lines that are written, and what has come of them. */
    private record Load(ArchiveCluster cluster, String name, LineLoad written, CommittedRecords lines, Lines arrived) {
        void awaitNewLines() throws InterruptedException {
            int before = written.lines();
            cluster.readUntil(lines, name, "a new line of each file", () -> arrived.cameOfEachFile(before));
        }
    }

    /** With as many tasks as there are workers, so that each has one. */
    private void run(String name, Deed deed)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Path logs = Files.createDirectory(directory.resolve(name));
        cluster.createTopic(name, 3);
        cluster.rest().putConfig(name, ArchiveCluster.exactlyOnce(logs, name, WORKERS, Map.of()));
        try (LineLoad load = LineLoad.into(logs);
                CommittedRecords lines = cluster.committed(name)) {
            Lines arrived = new Lines(lines);
            Load under = new Load(cluster, name, load, lines, arrived);
            under.awaitNewLines();

            deed.doneTo(under);

            under.awaitNewLines();
            int written = load.end();
            cluster.readAll(lines, name, written);
            arrived.assertEachOnce(written);
        }
        cluster.rest().delete(name);
    }
}
