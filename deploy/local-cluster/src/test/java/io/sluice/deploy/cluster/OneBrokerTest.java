package io.sluice.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting and stopping a cluster of one real broker. */
class OneBrokerTest {
    @TempDir
    private Path directory;

    @Test
    void aClusterStartedAgainHasItsDataAndPorts()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        String firstServers;
        LocalCluster first = LocalCluster.start(settings().build());
        try (first) {
            firstServers = first.bootstrapServers();
            Topics topics = new Topics(first);
            topics.create("kept");
            topics.sendInOneTransaction("kept", List.of("a", "b", "c"));
            assertThat(topics.read("kept", 3)).containsExactly("a", "b", "c");
        }
        assertThat(directory.resolve("state/broker-1/data/.kafka_cleanshutdown"))
                .exists();

        try (LocalCluster cluster = LocalCluster.start(settings().build())) {
            assertThat(cluster.bootstrapServers()).isEqualTo(firstServers);
            assertThat(new Topics(cluster).read("kept", 3)).containsExactly("a", "b", "c");
        }
    }

    @Test
    void aBrokerThatCannotStartIsReportedWithTheEndOfItsLog() {
        assertThatThrownBy(() -> LocalCluster.start(settings()
                        .brokerOverrides(Map.of("log.retention.hours", "not a number"))
                        .build()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("broker-1 ended with exit code 1 before it answered")
                .hasMessageContaining("Invalid value not a number for configuration log.retention.hours")
                .hasMessageContaining(directory.resolve("state/logs/broker-1.").toString());
    }

    @Test
    void aJvmThatCannotStartIsReportedWithItsOutput() {
        assertThatThrownBy(() -> LocalCluster.start(
                        settings().jvmArguments(List.of("-XX:NoSuchOption")).build()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("broker-1 ended with exit code 1")
                .hasMessageContaining("NoSuchOption");
    }

    @Test
    void aClusterWhoseStartFailedLeavesItsDirectoryFreeAndNoProcessBehind() throws IOException {
        assertThatThrownBy(() -> LocalCluster.start(settings()
                        .workers(1)
                        .workerOverrides(Map.of("offset.storage.partitions", "many"))
                        .build()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("worker-1 ended")
                .hasMessageContaining("offset.storage.partitions");

        StateDirectory.lock(directory.resolve("state")).close();
        assertThat(ProcessHandle.current().descendants().toList())
                .noneMatch(child -> child.info().commandLine().orElse("").contains(directory.toString()));
    }

    @Test
    void theNumberOfBrokersOfAStateDirectoryCannotChange() throws IOException {
        Path state = Files.createDirectories(directory.resolve("state"));
        Files.writeString(state.resolve("cluster.properties"), "brokers=1\n");

        assertThatThrownBy(() -> LocalCluster.start(settings().brokers(3).build()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("holds a cluster of 1 broker(s), and 3 were asked for");
    }

    @Test
    void aFileBesideTheNodesThatIsNamedAsOneIsLeftAlone() throws IOException {
        Path state = Files.createDirectories(directory.resolve("state"));
        Files.writeString(state.resolve("cluster.properties"), "brokers=1\n");
        Files.writeString(state.resolve("worker-notes.txt"), "mine");

        assertThatThrownBy(() -> LocalCluster.start(settings().brokers(3).build()))
                .as("the start goes on to what it checks after the nodes")
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("holds a cluster of 1 broker(s)");
        assertThat(state.resolve("worker-notes.txt")).hasContent("mine");
    }

    @Test
    void aPortTakenBetweenTheChoiceAndTheUseIsReplaced() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FreePorts free = new FreePorts(new SecureRandom());
            AtomicBoolean first = new AtomicBoolean(true);

            try (LocalCluster cluster = LocalCluster.start(
                    settings().build(), () -> first.getAndSet(false) ? taken.getLocalPort() : free.next())) {
                assertThat(cluster.bootstrapServers()).isNotEqualTo("127.0.0.1:" + taken.getLocalPort());
                assertThat(cluster.brokers().get(0).log()).content().contains("Address already in use");
            }
        }
    }

    /** The file Kafka writes as the last thing of an orderly stop, and removes when it starts. */
    static Path cleanShutdownMark(ClusterEnvironment cluster, ClusterNode broker) {
        return cluster.stateDirectory().resolve(broker.name()).resolve("data/.kafka_cleanshutdown");
    }

    private ClusterSettings.Builder settings() {
        return TestClusters.in(directory.resolve("state"));
    }
}
