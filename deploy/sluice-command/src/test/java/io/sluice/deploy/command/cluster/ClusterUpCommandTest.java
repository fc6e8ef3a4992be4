package io.sluice.deploy.command.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.command.Sluice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ExitCode;

/** {@code sluice cluster up} as its user runs it: a process, and signals to it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClusterUpCommandTest {
    @TempDir
    private Path directory;

    @Test
    void itRunsUntilCtrlCRefusesASecondOnTheSameStateStopsCleanlyAndContinues()
            throws IOException, InterruptedException {
        Process first = up();
        String servers = awaitReady(first);
        List<ProcessHandle> nodes = first.descendants().toList();
        assertThat(nodes).hasSize(2);

        Process second = up();
        assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(second.exitValue()).isEqualTo(ExitCode.SOFTWARE);
        assertThat(text(second.getErrorStream())).contains("in use by a running cluster (process " + first.pid() + ")");

        signal("INT", first);
        assertThat(first.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(first.exitValue()).isEqualTo(130);
        assertThat(nodes).noneMatch(ProcessHandle::isAlive);
        assertThat(directory.resolve("state/broker-1/data/.kafka_cleanshutdown"))
                .exists();

        Process third = up("--workers", "0");
        assertThat(awaitReady(third)).isEqualTo(servers);
        signal("TERM", third);
        assertThat(third.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(third.exitValue()).isEqualTo(143);
    }

    @Test
    void ctrlCWhileItStartsStopsWhatRunsAlreadyAndLeavesNoProcess()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        // A worker that finds no broker is never ready, so that the start lasts until the signal.
        Process up = up("--worker-property", "bootstrap.servers=127.0.0.1:1");
        awaitFile(directory.resolve("state/worker-1/pid")); // written when the broker is ready
        List<ProcessHandle> nodes = up.descendants().toList();
        assertThat(nodes).hasSize(2);

        signal("INT", up);

        assertThat(text(up.getInputStream()))
                .contains("Starting")
                .contains("Stopped")
                .doesNotContain("Ready");
        assertThat(up.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(up.exitValue()).isEqualTo(130);
        assertThat(nodes).noneMatch(ProcessHandle::isAlive);
        assertThat(directory.resolve("state/broker-1/data/.kafka_cleanshutdown"))
                .exists();
    }

    @Test
    void wrongOptionsAreUsageErrorsThatNameTheRange() throws IOException, InterruptedException {
        Process up = up("--brokers", "2");

        assertThat(up.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(up.exitValue()).isEqualTo(ExitCode.USAGE);
        assertThat(text(up.getErrorStream())).contains("brokers is 2; it must be 1 or 3");
    }

    private Process up(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Sluice.class.getName(),
                "cluster",
                "up",
                "--heap",
                "256",
                "--state",
                directory.resolve("state").toString(),
                "--plugin-path",
                Files.createDirectories(directory.resolve("plugins")).toString()));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command);
        // The nodes too should start fast rather than run fast.
        builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
        return builder.start();
    }

    /** Reads what it says up to "Ready" and returns the bootstrap servers. */
    private static String awaitReady(Process up) throws IOException {
        String servers = "";
        BufferedReader output = up.inputReader(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.startsWith("Kafka ")) {
                servers = line.substring("Kafka ".length()).trim();
            }
            if (line.startsWith("Ready.")) {
                assertThat(lines).anyMatch(said -> said.startsWith("Logs "));
                return servers;
            }
        }
        throw new AssertionError("It ended early: " + lines + text(up.getErrorStream()));
    }

    private static void awaitFile(Path file) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Void> there = new CompletableFuture<>();
        ScheduledExecutorService looks =
                Executors.newSingleThreadScheduledExecutor(look -> new Thread(look, "looks-for-file"));
        ScheduledFuture<?> looking = looks.scheduleWithFixedDelay(
                () -> {
                    if (Files.exists(file)) {
                        there.complete(null);
                    }
                },
                0,
                50,
                TimeUnit.MILLISECONDS);
        try {
            there.get(2, TimeUnit.MINUTES);
        } finally {
            looking.cancel(false);
            looks.shutdownNow();
        }
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
}
