package io.sluice.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the child processes when the process that owns the cluster is killed. */
class ParentDeathTest {
    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void aKilledParentLeavesNoChildBehindNotEvenAPausedOneAndTheClusterStartsAgain()
            throws ExecutionException, IOException, InterruptedException, TimeoutException {
        Path state = directory.resolve("state");
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OwnerMain.class.getName(),
                        state.toString())
                .redirectError(directory.resolve("owner.err").toFile())
                .start();
        try (BufferedReader output = owner.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.lines().filter("ready"::equals).findFirst()).isPresent();
        }
        List<ProcessHandle> children = owner.descendants().toList();
        assertThat(children).hasSizeGreaterThanOrEqualTo(3); // broker, worker, the guard of the paused worker

        owner.destroyForcibly();

        for (ProcessHandle child : children) {
            child.onExit().get(60, TimeUnit.SECONDS);
        }
        try (LocalCluster again = LocalCluster.start(TestClusters.in(state).build())) {
            assertThat(again.brokers().get(0).alive()).isTrue();
        }
    }
}
