package io.sluice.deploy.command.connect;

import static io.sluice.deploy.command.connect.FakeConnect.SINK;
import static io.sluice.deploy.command.connect.FakeConnect.SOURCE;
import static io.sluice.deploy.command.connect.FakeConnect.status;
import static io.sluice.deploy.command.connect.FakeConnect.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** The command against Connect's REST interface as {@link FakeConnect} answers it. Its time is the number of looks at it. */
class ApplyCommandTest extends AgainstFakeConnect {
    private static final String TRACE = """
            org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.
            \tat org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:633)
            Caused by: org.apache.kafka.connect.errors.ConnectException: the store failed
            \tat io.sluice.sink.Something.put(Something.java:1)
            Caused by: java.io.IOException: /data/lake: No space left on device
            \t... 9 more
            """;

    private final AtomicLong looks = new AtomicLong();
    private final CommandLine command = heard(new ApplyCommand(() -> looks.incrementAndGet() * 1_000_000_000L))
            .setExecutionExceptionHandler((failure, line, parsed) -> {
                line.getErr().println(failure);
                return ExitCode.SOFTWARE;
            });

    @TempDir
    private Path directory;

    private int apply(Object... arguments) {
        return run(command, arguments);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private Path logs(String topic) throws IOException {
        return file(
                "logs.json",
                "{\"name\": \"logs\", \"config\": {\"connector.class\": \"" + SOURCE
                        + "\", \"tasks.max\": 2, \"topic\": \"" + topic + "\"}}");
    }

    @Test
    void aNewConnectorIsCreatedAndAppliedAgainNothingIsSent() throws IOException {
        assertThat(apply(logs("a"))).as(err.toString()).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).contains("logs: new", "+ tasks.max = 2", "+ topic = a", "logs: RUNNING, 1 task(s)");
        assertThat(connect.config("logs")).containsEntry("tasks.max", "2").containsEntry("name", "logs");
        out.getBuffer().setLength(0);

        assertThat(apply(directory)).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).contains("logs: unchanged", "logs: RUNNING");
        assertThat(connect.changes()).containsExactly("PUT /connectors/logs/config");
    }

    @Test
    void whatDiffersIsShownAndSentWithoutItsSecrets() throws IOException {
        connect.running(
                "lake",
                Map.of(
                        "connector.class", SINK,
                        "s3.secret.key", "old-secret",
                        "consumer.override.sasl.jaas.config", "old-jaas",
                        "rotate.rows", "5",
                        "topics", "a"));
        Path file = file(
                "lake.json",
                "{\"name\": \"lake\", \"connector.class\": \"" + SINK + "\", \"s3.secret.key\": \"new-secret\","
                        + " \"consumer.override.sasl.jaas.config\": \"${file:/etc/secret:jaas}\", \"topics\": \"a,b\"}");

        assertThat(apply(file)).as(err.toString()).isEqualTo(ExitCode.OK);

        assertThat(out.toString())
                .contains("lake: changed")
                .contains("~ s3.secret.key = (hidden) -> (hidden)")
                .contains("~ consumer.override.sasl.jaas.config = (hidden) -> ${file:/etc/secret:jaas}")
                .contains("- rotate.rows = 5")
                .contains("~ topics = a -> a,b")
                .doesNotContain("old-", "new-secret", "connector.class");
        assertThat(connect.config("lake")).containsEntry("s3.secret.key", "new-secret");
    }

    @Test
    void everyErrorOfEveryFileIsPrintedWithItsKeyAndNothingIsChanged() throws IOException {
        connect.error("tasks.max", "tasks.max: must be at least 1").error("topic", "is missing");
        logs("");
        file("other.json", "{\"name\": \"other\", \"config\": {\"connector.class\": \"org.other.Thing\"}}");

        assertThat(apply(directory)).isEqualTo(ExitCode.SOFTWARE);

        assertThat(err.toString())
                .contains("logs.json: logs is invalid:")
                .contains("  tasks.max: must be at least 1")
                .contains("  topic: is missing")
                .contains("no worker has such a plugin", "plugin.path", SOURCE)
                .contains("2 of 2 file(s) are invalid");
        assertThat(connect.changes()).isEmpty();
    }

    @Test
    void aDryRunChangesNothing() throws IOException {
        assertThat(apply("--dry-run", logs("a"))).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).contains("logs: new", "Nothing was changed");
        assertThat(connect.changes()).isEmpty();
    }

    @Test
    void aFailedTaskIsExplainedFromItsCauseAndItsTraceIsShownOnRequest() throws IOException {
        connect.statuses("logs", status("logs", "RUNNING", task(0, "RUNNING", ""), task(1, "FAILED", TRACE)));

        assertThat(apply(logs("a"))).isEqualTo(ExitCode.SOFTWARE);

        assertThat(out.toString())
                .contains("task 1 FAILED on two:8083: IOException: /data/lake: No space left on device")
                .contains("so: ConnectException: the store failed")
                .contains("Make room")
                .contains("--trace")
                .doesNotContain("WorkerSinkTask.java");
        out.getBuffer().setLength(0);

        assertThat(apply("--trace", "--restart-failed", logs("a"))).isEqualTo(ExitCode.SOFTWARE);

        assertThat(out.toString()).contains("WorkerSinkTask.java:633");
        assertThat(connect.changes()).contains("POST /connectors/logs/restart");
    }

    @Test
    void whatWasThereBeforeTheChangeIsNotTakenForWhatCameOfIt() throws IOException {
        connect.statuses(
                "logs",
                status("logs", "RUNNING", task(0, "RUNNING", "")),
                status("logs", "RUNNING", task(0, "UNASSIGNED", "")),
                status("logs", "RUNNING", task(0, "FAILED", TRACE)));

        assertThat(apply(logs("a"))).isEqualTo(ExitCode.SOFTWARE);

        assertThat(out.toString()).contains("task 0 FAILED");
    }

    @Test
    void aConnectorThatSomebodyPausedIsToldToBe() throws IOException {
        connect.statuses("logs", status("logs", "PAUSED", task(0, "PAUSED", "")));

        assertThat(apply(logs("a"))).isEqualTo(ExitCode.SOFTWARE);

        assertThat(out.toString()).contains("logs: PAUSED", "/connectors/logs/resume");
    }

    @Test
    void aTaskThatNeverStartsEndsTheWait() throws IOException {
        connect.statuses("logs", status("logs", "RUNNING", task(0, "UNASSIGNED", "")));

        assertThat(apply("--timeout", "1", logs("a"))).isEqualTo(ExitCode.SOFTWARE);

        assertThat(out.toString()).contains("does not run after 1 s", "task 0: UNASSIGNED");
    }

    @Test
    void aFileThatIsNoConnectorSaysWhatIsWrong() throws IOException {
        assertThat(apply(file("a.json", "{\"name\": \"a\","))).isEqualTo(ExitCode.SOFTWARE);
        assertThat(apply(file("b.json", "{\"config\": {\"topic\": \"a\"}}"))).isEqualTo(ExitCode.SOFTWARE);
        assertThat(apply(file("c.json", "{\"name\": \"c\", \"config\": {\"topic\": [\"a\"]}}")))
                .isEqualTo(ExitCode.SOFTWARE);
        assertThat(apply(file("d.json", "{\"name\": \"d\", \"topic\": \"a\", \"config\": {}}")))
                .isEqualTo(ExitCode.SOFTWARE);
        assertThat(apply(directory.resolve("none.json"))).isEqualTo(ExitCode.SOFTWARE);
        assertThat(apply(Files.createDirectory(directory.resolve("empty")))).isEqualTo(ExitCode.SOFTWARE);

        assertThat(err.toString())
                .contains("a.json: not JSON", "line 1")
                .contains("b.json: the connector has no name")
                .contains("c.json: the value of topic must be text")
                .contains("d.json: the key \"topic\" stands beside")
                .contains("none.json: there is no such file")
                .contains("empty: no file in this directory ends in .json");
        assertThat(connect.changes()).isEmpty();
    }

    @Test
    void twoFilesOfOneNameAreRefused() throws IOException {
        logs("a");
        file("z.json", "{\"name\": \"logs\", \"config\": {}}");

        assertThat(apply(directory)).isEqualTo(ExitCode.SOFTWARE);

        assertThat(err.toString()).contains("z.json: its connector is named logs, as that of", "logs.json");
    }

    @Test
    void aClusterThatDoesNotAnswerAndAUrlThatIsNoneSayWhatToLookAt() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertThat(command.execute(
                        "--connect", "http://127.0.0.1:" + port, logs("a").toString()))
                .isEqualTo(ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("no Connect worker answers", "Is one running");
        assertThat(command.execute("--connect", "localhost:8083", logs("a").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("must be like http://localhost:8083");
    }
}
