package io.sluice.deploy.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Settings for tests: small heaps, and a JVM that starts fast rather than runs fast. */
final class TestClusters {
    private TestClusters() {}

    static ClusterSettings.Builder in(Path directory) {
        return ClusterSettings.in(directory)
                .heapMegabytes(256, 256)
                .jvmArguments(List.of("-XX:TieredStopAtLevel=1"))
                .timeouts(Duration.ofSeconds(120), Duration.ofSeconds(30));
    }
}
