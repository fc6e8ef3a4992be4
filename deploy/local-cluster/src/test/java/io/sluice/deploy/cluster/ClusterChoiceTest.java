package io.sluice.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which environment a cluster is started in, and what Docker would be told. Nothing here talks to Docker. */
class ClusterChoiceTest {
    @TempDir
    private Path directory;

    @Test
    void dockerIsUsedOnlyIfItAnswersAndTheReasonIsSaid() throws IOException {
        Path socket = Files.createFile(directory.resolve("docker.sock"));

        assertThat(DockerProbe.ask(true, false, List.of(socket), () -> true))
                .isEqualTo(new DockerProbe.Answer(true, "Docker answers"));
        assertThat(DockerProbe.ask(true, true, List.of(), () -> false))
                .isEqualTo(new DockerProbe.Answer(false, "Docker does not answer"));
    }

    @Test
    void dockerIsNotEvenAskedWhereThereIsNoTraceOfIt() {
        assertThat(DockerProbe.ask(true, false, List.of(directory.resolve("docker.sock")), () -> {
                    throw new AssertionError("asked");
                }))
                .satisfies(answer -> assertThat(answer.answers()).isFalse())
                .satisfies(answer -> assertThat(answer.reason()).contains("no Docker here"));
        assertThat(DockerProbe.ask(false, true, List.of(), () -> true).answers())
                .isFalse();
    }

    @Test
    void anUnknownForcedEnvironmentIsRefused() {
        System.setProperty(ClusterEnvironment.FORCE_PROPERTY, "moon");
        try {
            assertThatThrownBy(() -> ClusterEnvironment.start(
                            ClusterSettings.in(directory).build()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("sluice.cluster is moon; it must be local or testcontainers");
        } finally {
            System.clearProperty(ClusterEnvironment.FORCE_PROPERTY);
        }
    }

    @Test
    void aContainersSettingsAreTheLocalOnesUnderTheImagesNames() {
        ClusterSettings settings = ClusterSettings.in(directory).brokers(3).build();

        Map<String, String> environment = TestcontainersCluster.brokerEnvironment(
                settings, Map.of("min.insync.replicas", "2", "a_b-c.d", "x", "listeners", "left out"), 2);

        assertThat(environment)
                .containsEntry("KAFKA_MIN_INSYNC_REPLICAS", "2")
                .containsEntry("KAFKA_A__B___C_D", "x")
                .containsEntry("KAFKA_NODE_ID", "2")
                .containsEntry("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@broker-1:9094,2@broker-2:9094,3@broker-3:9094")
                .doesNotContainKey("KAFKA_LISTENERS");
    }
}
