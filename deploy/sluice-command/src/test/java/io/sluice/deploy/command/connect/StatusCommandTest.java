package io.sluice.deploy.command.connect;

import static io.sluice.deploy.command.connect.FakeConnect.SINK;
import static io.sluice.deploy.command.connect.FakeConnect.SOURCE;
import static io.sluice.deploy.command.connect.FakeConnect.status;
import static io.sluice.deploy.command.connect.FakeConnect.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** What the command says, by what {@link FakeConnect} answers. Brokers are asked in the artefact tests. */
class StatusCommandTest extends AgainstFakeConnect {
    @TempDir
    private Path directory;

    private final CommandLine command = heard(StatusCommand.class);

    private int run(String... arguments) {
        return run(command, (Object[]) arguments);
    }

    @Test
    void withRestAloneStatesAndTheLeastLagAreKnownAndTheRestIsUnknown() {
        connect.running("logs", Map.of("connector.class", SOURCE))
                .offsets(
                        "logs",
                        List.of(
                                offset("in:/a.log#1", Map.of("position", 1000, "size", 3500, "phase", "READING")),
                                offset("in:/b.log.gz#2", Map.of("position", 9000, "size", 100, "phase", "READING")),
                                offset("in:/c.log#3", Map.of("position", 10, "size", 99, "phase", "RELEASED"))))
                .running("lake", Map.of("connector.class", SINK));

        assertThat(run()).as(err.toString()).isEqualTo(ExitCode.OK);

        assertThat(out.toString())
                .contains("NAME", "OPEN WINDOWS")
                .containsPattern("(?m)^logs +source +RUNNING +1/1 +>=2\\.5 kB +- +unknown +-$");
        assertThat(out.toString()).containsPattern("(?m)^lake +sink +RUNNING +1/1 +- +unknown +unknown +-$");
    }

    private static Map<String, Object> offset(String file, Map<String, Object> state) {
        return Map.of("partition", Map.of("file", file), "offset", state);
    }

    @Test
    void metricsOfWorkersAndOfTheAppFillTheTable() throws IOException {
        connect.running("logs", Map.of("connector.class", SOURCE))
                .running("lake", Map.of("connector.class", SINK))
                .page("/worker/metrics", """
                        # TYPE sluice_connect_lag_bytes untyped
                        sluice_connect_lag_bytes{connector="logs",task="0"} 1500.0
                        sluice_connect_lag_bytes{connector="logs",task="1"} 500.0
                        sluice_connect_lag_bytes{connector="others",task="1"} 7.0
                        sluice_connect_commit_age_max_ms{connector="lake",task="0"} 30000
                        sluice_connect_commit_age_max_ms{connector="lake",task="1"} 1000
                        sluice_connect_commit_age_ms{connector="logs",task="0"} 2000
                        sluice_connect_commit_age_ms{connector="logs",task="1"} 700
                        """)
                .page("/metrics", """
                        kafka_consumer_fetch_manager_metrics_records_lag{partition="0",topic="trades"} 40.0
                        kafka_consumer_fetch_manager_metrics_records_lag{partition="1",topic="trades"} 2.0
                        kafka_consumer_fetch_manager_metrics_records_lag{partition="2",topic="trades"} NaN
                        kafka_stream_metrics_alive_stream_threads{client_id="x"} 2.0
                        sluice_streams_open_windows 1234
                        sluice_streams_commit_age_ms 450
                        """)
                .page("/health/ready", "RUNNING\n");

        assertThat(run("--json", "--metrics", connect.url() + "/worker/metrics", "--app", connect.url()))
                .as(err.toString())
                .isEqualTo(ExitCode.OK);

        JsonNode rows = new ObjectMapper().readTree(out.toString()).path("rows");
        assertThat(rows.findValuesAsText("name").subList(0, 2)).containsExactly("lake", "logs");
        assertThat(rows.at("/0/commitAgeMillis").asLong()).isEqualTo(30_000);
        assertThat(rows.at("/0/lagRecords").isNull()).isTrue();
        assertThat(rows.at("/1/lagBytes").asLong()).isEqualTo(2000);
        assertThat(rows.at("/1/lagBytesIsOfLastCommit").asBoolean()).isFalse();
        assertThat(rows.at("/2/kind").asText()).isEqualTo("app");
        assertThat(rows.at("/2/lagRecords").asLong()).isEqualTo(42);
        assertThat(rows.at("/2/tasks").asLong()).isEqualTo(2);
        assertThat(rows.at("/2/openWindows").asLong()).isEqualTo(1_234);
        assertThat(rows.at("/2/commitAgeMillis").asLong()).isEqualTo(450);
        assertThat(rows.at("/1/commitAgeMillis").asLong())
                .as("of the slowest task")
                .isEqualTo(2_000);

        out.getBuffer().setLength(0);
        assertThat(run("--metrics", connect.url() + "/worker/metrics", "--app", connect.url()))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .containsPattern("(?m)^logs +source +RUNNING +1/1 +2\\.0 kB +- +2 s +-$")
                .containsPattern("(?m)^127\\S+ +app +RUNNING +2/2 +- +42 +0 s +1,234$");
    }

    @Test
    void watchLooksAgainAndAgainUntilItIsEnded() throws InterruptedException {
        connect.running("logs", Map.of("connector.class", SOURCE));
        AtomicInteger exitCode = new AtomicInteger();
        Thread watching = new Thread(() -> exitCode.set(run("--watch", "1")), "status-watch");
        watching.start();
        try {
            connect.awaitQuestions("/connectors", 3);
        } finally {
            watching.interrupt();
            watching.join();
        }

        assertThat(out.toString()
                        .lines()
                        .filter(line -> line.startsWith("logs "))
                        .count())
                .as("tables: %s", out)
                .isGreaterThanOrEqualTo(2);
        assertThat(exitCode).as("interrupted").doesNotHaveValue(ExitCode.OK);
    }

    @Test
    void aFailedTaskMakesTheExitCodeAndIsExplainedInALine() {
        connect.running("logs", Map.of("connector.class", SOURCE))
                .statuses(
                        "logs",
                        status(
                                "logs",
                                "RUNNING",
                                task(0, "RUNNING", ""),
                                task(1, "FAILED", "a.B: x\n\tat c\nCaused by: d.E: the disk is full\n")));

        assertThat(run()).isEqualTo(ExitCode.SOFTWARE);

        assertThat(out.toString()).contains("1/2", "logs: task 1 FAILED on two:8083: E: the disk is full");
    }

    @Test
    void whoDoesNotAnswerIsNamed() {
        assertThat(run("--app", connect.url(), "--metrics", connect.url() + "/connectors/none/config"))
                .isEqualTo(ExitCode.SOFTWARE);

        assertThat(out.toString()).contains("UNREACHABLE", "gives no metrics", "answered with 404");
    }

    @Test
    void aSinkIsWhatConnectSaysIsOneWhateverItsClassIsCalled() {
        connect.running("lake", Map.of("connector.class", "ParquetSink"));

        assertThat(run()).as(err.toString()).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).containsPattern("(?m)^lake +sink +RUNNING +1/1 +- +unknown +unknown +-$");
    }

    /** Whoever listens on a port and says nothing is as silent as a broker can be. */
    @Test
    void aBrokerThatIsSilentAndAConnectorThatNobodyKnowsOfLeaveTheRestOfTheTableAsItIs() throws IOException {
        connect.running("logs", Map.of("connector.class", SOURCE))
                .running("lake", Map.of("connector.class", SINK))
                .running("other", Map.of("connector.class", SOURCE))
                .broken("/connectors/other/status")
                .offsets(
                        "lake",
                        List.of(Map.of(
                                "partition",
                                Map.of("kafka_topic", "trades", "kafka_partition", 0),
                                "offset",
                                Map.of("kafka_offset", 5))));
        Path quick = Files.writeString(
                directory.resolve("client.properties"), "default.api.timeout.ms=200\nrequest.timeout.ms=100\n");

        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String broker = "127.0.0.1:" + silent.getLocalPort();
            assertThat(run("--bootstrap", broker, "--bootstrap-config", quick.toString()))
                    .isEqualTo(ExitCode.SOFTWARE);

            assertThat(out.toString())
                    .containsPattern("(?m)^lake +sink +RUNNING +1/1 +- +unknown +unknown +-$")
                    .containsPattern("(?m)^logs +source +RUNNING +1/1 +")
                    .containsPattern("(?m)^other +connector +UNKNOWN +unknown +")
                    .contains("the brokers at " + broker + " do not say where trades-0 ends")
                    .contains("other: no worker says how it is");
        }
    }

    @Test
    void aWrongCommandLineSaysWhatIsMissing() {
        assertThat(run("--watch", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(command.execute()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--watch is 0", "--connect");
    }
}
