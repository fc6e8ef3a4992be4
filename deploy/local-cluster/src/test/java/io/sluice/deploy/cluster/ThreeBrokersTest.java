package io.sluice.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of three real brokers. One test with several steps, as each start of three brokers takes seconds. */
class ThreeBrokersTest {
    @TempDir
    private Path directory;

    @Test
    void recordsAreReplicatedAndReadWhileBrokersAreKilledOneAfterTheOtherAndTheClusterStopsInOrder()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        LocalCluster cluster = LocalCluster.start(
                TestClusters.in(directory.resolve("state")).brokers(3).build());
        try (cluster) {
            Topics topics = new Topics(cluster);
            topics.create("replicated");
            topics.send("replicated", "three alive");

            cluster.brokers().get(0).kill();

            topics.send("replicated", "two alive");
            assertThat(topics.read("replicated", 2)).containsExactly("three alive", "two alive");
            cluster.brokers().get(0).start();
            cluster.brokers().get(1).kill();
            topics.send("replicated", "another two alive");
            assertThat(topics.read("replicated", 3)).containsExactly("three alive", "two alive", "another two alive");
            cluster.brokers().get(1).start();
        }
        assertThat(cluster.brokers()).allSatisfy(broker -> {
            assertThat(broker.alive()).isFalse();
            assertThat(OneBrokerTest.cleanShutdownMark(cluster, broker)).exists();
        });
    }
}
