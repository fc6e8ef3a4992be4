package io.sluice.deploy.command.connect;

import static io.sluice.deploy.command.connect.FakeConnect.SINK;
import static io.sluice.deploy.command.connect.FakeConnect.SOURCE;
import static io.sluice.deploy.command.connect.FakeConnect.status;
import static io.sluice.deploy.command.connect.FakeConnect.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** What the command says, by what {@link FakeConnect} answers. Brokers are asked in the artefact tests. */
class StatusCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command =
            new CommandLine(StatusCommand.class).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    private FakeConnect connect;

    @BeforeEach
    void start() throws IOException {
        connect = new FakeConnect();
    }

    @AfterEach
    void stop() {
        connect.close();
    }

    private int run(String... arguments) {
        return command.execute(Stream.concat(Stream.of("--connect", connect.url()), Stream.of(arguments))
                .toArray(String[]::new));
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
                        """)
                .page("/metrics", """
                        kafka_consumer_fetch_manager_metrics_records_lag{partition="0",topic="trades"} 40.0
                        kafka_consumer_fetch_manager_metrics_records_lag{partition="1",topic="trades"} 2.0
                        kafka_consumer_fetch_manager_metrics_records_lag{partition="2",topic="trades"} NaN
                        kafka_stream_metrics_alive_stream_threads{client_id="x"} 2.0
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
        assertThat(rows.at("/2/openWindows").isNull()).isTrue();
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
    void aWrongCommandLineSaysWhatIsMissing() {
        assertThat(run("--watch", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(command.execute()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--watch is 0", "--connect");
    }
}
