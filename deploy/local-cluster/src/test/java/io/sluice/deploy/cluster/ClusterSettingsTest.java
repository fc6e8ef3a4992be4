package io.sluice.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What can be set, and what comes of it. */
class ClusterSettingsTest {
    private static final ClusterPorts PORTS =
            ClusterPorts.choose(new Properties(), 3, 1, port -> true, new AtomicInteger(11_000)::incrementAndGet);

    @Test
    void settingsOutOfRangeAreRefusedWithNameValueAndRange() {
        ClusterSettings.Builder settings = ClusterSettings.in(Path.of("state"));

        assertThatThrownBy(() -> settings.brokers(2).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("brokers is 2; it must be 1 or 3");
        assertThatThrownBy(() -> settings.brokers(1).workers(17).build())
                .hasMessage("workers is 17; it must be from 0 to 16");
        assertThatThrownBy(() -> settings.workers(0).heapMegabytes(512, 1).build())
                .hasMessage("workerHeapMegabytes is 1; it must be at least 64");
        assertThatThrownBy(() -> settings.heapMegabytes(512, 512)
                        .timeouts(Duration.ZERO, Duration.ofSeconds(1))
                        .build())
                .hasMessage("startTimeout is PT0S; it must be more than zero");
    }

    @Test
    void aCommaInAPathIsRefusedBecauseKafkaTakesItForTwoPaths() {
        assertThatThrownBy(() -> ClusterSettings.in(Path.of("/some,state")).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stateDirectory is /some,state; it must not contain a comma,"
                        + " which separates Kafka's data directories");
        assertThatThrownBy(() -> ClusterSettings.in(Path.of("state"))
                        .pluginPath(List.of(Path.of("/a,b")))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("pluginPath is /a,b; it must not contain a comma");
    }

    @Test
    void aTopicOfThreeBrokersIsOnAllAndNeedsTwo() {
        NodeProperties properties = new NodeProperties(
                ClusterSettings.in(Path.of("state")).brokers(3).build(), PORTS);

        assertThat(properties.broker(2, Path.of("data")))
                .containsEntry("node.id", "2")
                .containsEntry("default.replication.factor", "3")
                .containsEntry("min.insync.replicas", "2")
                .containsEntry("transaction.state.log.replication.factor", "3")
                .containsEntry("auto.create.topics.enable", "false");
    }

    @Test
    void overridesReplaceTheDefaults() {
        NodeProperties properties = new NodeProperties(
                ClusterSettings.in(Path.of("state"))
                        .brokers(3)
                        .workers(1)
                        .brokerOverrides(Map.of("num.partitions", "7"))
                        .workerOverrides(Map.of("offset.flush.interval.ms", "77"))
                        .pluginPath(List.of(Path.of("/a"), Path.of("/b")))
                        .build(),
                PORTS);

        assertThat(properties.broker(1, Path.of("data"))).containsEntry("num.partitions", "7");
        assertThat(properties.worker(1, Path.of("none")))
                .containsEntry("offset.flush.interval.ms", "77")
                .containsEntry("plugin.path", "/a,/b");
    }

    @Test
    void argumentsWithSpacesAndQuotesSurviveTheArgumentFile() {
        assertThat(NodeCommand.quoted("-Dname=a \"b\" c\\d")).isEqualTo("\"-Dname=a \\\"b\\\" c\\\\d\"");
    }
}
