package io.sluice.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the child processes have on their class path. */
class NodeClassPathTest {
    @TempDir
    private Path directory;

    @Test
    void theNodesHaveKafkaAndItsNativeLibrariesAndNothingOfTestsOrContainers() {
        assertThat(NodeClassPath.listedJars())
                .anyMatch(jar -> jar.contains("/kafka_2.13-"))
                .anyMatch(jar -> jar.contains("/connect-runtime-"))
                .anyMatch(jar -> jar.contains("/zstd-jni-"))
                .anyMatch(jar -> jar.contains("/log4j-slf4j2-impl-"))
                .noneMatch(jar -> jar.startsWith("io/sluice") || jar.contains("junit") || jar.contains("assertj"))
                .noneMatch(jar -> jar.contains("testcontainers") || jar.contains("docker"));
    }

    @Test
    void whatTheCallerHasOnItsClassPathIsNotOnTheNodes() {
        assertThat(System.getProperty("java.class.path")).contains("assertj", "test-classes");

        assertThat(NodeClassPath.resolve()).contains("connect-runtime").doesNotContain("assertj", "test-classes");
    }

    @Test
    void jarsCopiedIntoOneFolderAreFoundBesideKafkaClients() throws Exception {
        Path jar = Files.createFile(directory.resolve("some-1.jar"));

        assertThat(NodeClassPath.find("org/some/some/1/some-1.jar", directory.resolve("kafka-clients-4.jar")))
                .isEqualTo(jar);
    }

    @Test
    void aMissingJarIsNamedWithTheWayToGetIt() {
        assertThatThrownBy(() -> NodeClassPath.find("org/some/some/1/some-1.jar", directory.resolve("clients.jar")))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("org/some/some/1/some-1.jar")
                .hasMessageContaining("Build the module local-cluster with Maven");
    }
}
