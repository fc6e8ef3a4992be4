package io.sluice.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One broker and two real Connect workers, which the tests share. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoWorkersTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private LocalCluster cluster;
    private ConnectRest rest;

    @BeforeAll
    void startCluster(@TempDir Path directory) throws IOException, InterruptedException {
        cluster = LocalCluster.start(TestClusters.in(directory.resolve("state"))
                .workers(2)
                .pluginPath(List.of(TestPlugins.buildIn(directory)))
                .build());
        rest = new ConnectRest(cluster.connectUrls());
    }

    @AfterAll
    void stopCluster() {
        cluster.close();
    }

    @Test
    void workersLoadConnectorsFromThePluginPathOnly() throws InterruptedException {
        assertThat(rest.connectorPlugins())
                .contains(TestPlugins.CONNECTOR)
                .noneMatch(plugin -> plugin.startsWith("io.sluice"));
        assertThat(cluster.workers().get(0).log())
                .content()
                .contains("Registered loader: PluginClassLoader")
                .contains("plugins/counting");
    }

    @Test
    void tasksMoveFromAKilledWorkerAndNoRecordIsLostOrDoubled()
            throws InterruptedException, ExecutionException, TimeoutException {
        Topics topics = new Topics(cluster);
        topics.create("counted");
        rest.putConfig("counting", TestPlugins.config("counted", 2));
        ConnectorStatus before = rest.awaitRunning("counting", 2, TIMEOUT);
        assertThat(before.tasks()).extracting(ConnectorStatus.Task::worker).doesNotHaveDuplicates();
        ClusterNode killed = cluster.workers().get(0);
        String killedId = killed.address().replace("http://", "");

        killed.kill();

        rest.awaitStatus(
                "counting",
                "all tasks on the other worker",
                TIMEOUT,
                status -> status.runs(2)
                        && status.tasks().stream()
                                .noneMatch(task -> task.worker().equals(killedId)));
        assertThat(topics.read("counted", 200)).hasSize(200).doesNotHaveDuplicates();
        killed.start();
        rest.delete("counting");
        assertThat(rest.connectors()).doesNotContain("counting");
    }

    @Test
    void aConnectorIsPausedAndResumedAndStartedAnew()
            throws InterruptedException, ExecutionException, TimeoutException {
        new Topics(cluster).create("paused");
        rest.putConfig("pausing", TestPlugins.config("paused", 1));
        ConnectorStatus unused = rest.awaitRunning("pausing", 1, TIMEOUT);

        rest.pause("pausing");

        unused = rest.awaitStatus(
                "pausing", "pause", TIMEOUT, status -> status.state().equals("PAUSED"));
        rest.resume("pausing");
        unused = rest.awaitRunning("pausing", 1, TIMEOUT);
        rest.restart("pausing");
        unused = rest.awaitRunning("pausing", 1, TIMEOUT);
        rest.delete("pausing");
    }

    @Test
    void workersRunWithExactlyOnceSourcesEnabled() {
        assertThat(cluster.workers())
                .allSatisfy(worker -> assertThat(worker.log())
                        .content()
                        .containsPattern("exactly\\.once\\.source\\.support = enabled"));
    }

    @Test
    void aFailedConnectorIsReportedWithItsReason() throws InterruptedException {
        Map<String, String> withoutTopic = Map.of(
                "connector.class", TestPlugins.CONNECTOR, "tasks.max", "1", "value.converter", "no.such.Converter");

        assertThatThrownBy(() -> rest.putConfig("broken", withoutTopic))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("PUT")
                .hasMessageContaining("400")
                .hasMessageContaining("no.such.Converter");
    }
}
