package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of {@code deploy/topics/consumers} as their users run them, and every line for kcat in the documents, on what the
 * shipped connectors and the shipped app write.
 */
@Tag("soak") // A minute that CI does not have: ConsumersTest and DeployedPipelineTest hold the examples in Java and
// SQL.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumerExamplesTest {
    private static final Path DEPLOY = Path.of("..").toAbsolutePath().normalize();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRADES = 6_000;
    private static final int MINUTES = 5;
    private static final String BAD_TRADE = "2024-05-17T10:00:00Z,AAPL,many,1,77";
    private static final String BAD_ORDER = "three,2024-05-17T10:00:00Z,carol,1.00,";

    private final byte[] blob = new byte[1_300_000];
    private Path directory;
    private Shell shell;
    private ArchiveCluster cluster;

    @BeforeAll
    void writeEveryTopic(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path temporary)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        directory = temporary;
        shell = new Shell(Files.createDirectory(directory.resolve("said")));
        for (String name : List.of("logs", "orders", "trades", "blobs", "lake")) {
            Files.createDirectory(directory.resolve(name));
        }
        Files.write(directory.resolve("logs/app.log"), List.of("first line", "second line, ünïcode", "third line"));
        Files.write(
                directory.resolve("orders/orders.csv"),
                List.of(
                        "order_id,placed,customer,total,note",
                        "1,2024-05-17T10:00:00Z,alice,12.50,",
                        "2,2024-05-17T10:00:01.5Z,bob,7.00,by night",
                        BAD_ORDER));
        Files.write(directory.resolve("trades/trades.csv"), trades());
        new Random(5).nextBytes(blob);
        Files.write(directory.resolve("blobs/blob.bin"), blob);

        cluster =
                ArchiveCluster.start(List.of("connector-source", "connector-sink"), directory, 1, settings -> settings);
        for (String topic : List.of("logs", "orders", "orders-bad", "trades", "bars-s1", "bars-m1", "bars-invalid")) {
            cluster.createTopic(topic, 2);
        }
        // The example reads partition 0.
        cluster.createTopic("blobs", 1);
        String unused = cluster.startBeside(ShippedApp.in(directory, servers(), Map.of()));
        for (String name : List.of("tail-logs", "csv-rows", "line-chunks", "binary-chunks", "trades-to-parquet")) {
            cluster.rest().putConfig(name, shipped(name));
        }
        awaitSum("logs", record -> 1, 3);
        awaitSum("orders", record -> 1, 2);
        awaitSum("orders-bad", record -> 1, 1);
        awaitSum("trades", record -> CommittedRecords.text(record).lines().count(), TRADES + 2);
        awaitSum("blobs", record -> record.value().length, blob.length);
        awaitSum("bars-m1", record -> 1, 2 * (MINUTES - 1));
        awaitSum("bars-invalid", record -> 1, 1);
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** Of two symbols, over some minutes of event time; one line is none. */
    private static List<String> trades() {
        List<String> lines = new ArrayList<>(List.of("ts,symbol,price,quantity,sequence"));
        for (int i = 0; i < TRADES; i++) {
            int second = i * MINUTES * 60 / TRADES;
            lines.add("2024-05-17T10:%02d:%02dZ,%s,%d.25,%d,%d"
                    .formatted(second / 60, second % 60, i % 2 == 0 ? "AAPL" : "MSFT", 100 + i % 7, 1 + i % 5, i));
        }
        lines.add(2, BAD_TRADE);
        return lines;
    }

    /** A shipped connector, in other directories, which waits for nothing longer than a test has to. */
    private Map<String, String> shipped(String name) throws IOException {
        String text = Files.readString(DEPLOY.resolve("connect/connectors/" + name + ".json"))
                .replace("/var/log/app", directory.resolve("logs").toString())
                .replace("/data/", directory + "/")
                .replaceAll("\"stable.ms\": \"\\d+\"", "\"stable.ms\": \"500\"")
                .replace("\"rotate.age.ms\": \"60000\"", "\"rotate.age.ms\": \"1000\"");
        return JSON.convertValue(JSON.readTree(text).path("config"), new TypeReference<>() {});
    }

    private String servers() {
        return cluster.nodes().bootstrapServers();
    }

    private void awaitSum(String topic, ToLongFunction<ConsumerRecord<byte[], byte[]>> part, long least)
            throws InterruptedException {
        try (CommittedRecords records = cluster.committed(topic)) {
            Lake.await(
                    () -> {
                        records.poll();
                        return records.all().stream().mapToLong(part).sum() >= least;
                    },
                    () -> topic + " has " + records.all().size() + " records; logs are in " + directory);
        }
    }

    @Test
    void everyLineForKcatPrintsWhatItSays() throws IOException, InterruptedException {
        Kcat.assume();
        List<String> lines = new ArrayList<>(Kcat.linesOf("topics/consumers/kcat.md"));
        lines.addAll(Kcat.linesOf("docs/runbook.md"));
        assertThat(lines).hasSizeGreaterThanOrEqualTo(9);
        for (String line : lines) {
            String command = line.replace("localhost:9092", servers())
                    .replace("BROKERS", servers())
                    .replace("TOPIC-bad", "orders-bad");
            assertPrints(line, command, shell.run(command));
        }
    }

    private void assertPrints(String line, String command, String printed) throws IOException {
        if (command.contains("-t logs ")) {
            assertThat(printed.lines()).as(line).containsExactly("first line", "second line, ünïcode", "third line");
        } else if (command.contains("-t orders ")) {
            assertThat(printed.lines().map(text -> text.split(" ", 3)[0] + text.split(" ", 3)[1]))
                    .as(line)
                    .containsExactlyInAnyOrder("1715940000000alice", "1715940001500bob");
            for (String text : printed.lines().toList()) {
                JsonNode row = JSON.readTree(text.split(" ", 3)[2]).path("payload");
                assertThat(row.path("order_id").asInt()).as(line).isBetween(1, 2);
            }
        } else if (command.contains("-t trades ") && command.contains("%h")) {
            assertThat(printed.lines())
                    .as(line)
                    .isNotEmpty()
                    .allMatch(text -> text.contains("sluice.file.id=") && text.contains("sluice.offset="));
        } else if (command.contains("-t trades ")) {
            assertThat(printed).as(line).isEqualTo(Files.readString(directory.resolve("trades/trades.csv")));
        } else if (command.contains("-t blobs ")) {
            assertThat(Files.readAllBytes(directory.resolve("said/file")))
                    .as(line)
                    .isEqualTo(blob);
        } else if (command.contains("-t bars-m1 ")) {
            assertThat(printed.lines())
                    .as(line)
                    .hasSizeBetween(MINUTES - 1, MINUTES)
                    .allMatch(text -> text.startsWith("AAPL\t{\"symbol\":\"AAPL\"") && text.contains("\"final\":true"));
        } else if (command.contains("-t bars-invalid ")) {
            assertThat(printed).as(line).contains("sluice.invalid.reason=", BAD_TRADE);
        } else if (command.contains("-t orders-bad ")) {
            assertThat(printed).as(line).contains("sluice.reason=", BAD_ORDER);
        } else {
            throw new AssertionError("nobody knows what this prints: " + line);
        }
    }

    @Test
    void theConsumersInJavaReadTheirTopicsOnAndOn() throws IOException, InterruptedException {
        String lines = shell.runUntil(java("ReadLines", "logs"), text -> text.contains("third line"));
        assertThat(lines.lines().map(line -> line.substring(line.indexOf(": ") + 2)))
                .containsExactly("first line", "second line, ünïcode", "third line");

        String bars =
                shell.runUntil(java("ReadBars", "bars-m1"), text -> text.lines().count() >= 2 * (MINUTES - 1));
        assertThat(bars.lines())
                .anyMatch(line ->
                        line.startsWith("Bar[symbol=AAPL, start=2024-05-17T10:00:00Z, end=2024-05-17T10:01:00Z"))
                .allMatch(line -> line.contains("open=10"));

        String files = shell.runUntil(java("ReassembleFiles", "blobs"), text -> text.contains("SHA-256"));
        assertThat(files.lines())
                .containsExactly(
                        directory.resolve("blobs/blob.bin") + ": whole, " + blob.length + " bytes, SHA-256 right");
    }

    /** As the examples say themselves: a file of source, run as it is. */
    private String java(String example, String topic) {
        return "%s -cp '%s' %s %s %s"
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        DEPLOY.resolve("topics/consumers/" + example + ".java"),
                        servers(),
                        topic);
    }

    @Test
    void theReaderOfResultsInPythonPrintsFinalBars() throws IOException, InterruptedException {
        String python = pythonWith("confluent_kafka");
        String printed = shell.runUntil(
                python + " " + DEPLOY.resolve("topics/consumers/read_bars.py") + " " + servers() + " bars-m1",
                text -> text.lines().count() >= 2 * (MINUTES - 1));
        assertThat(printed.lines())
                .anyMatch(line -> line.matches("AAPL 2024-05-17T10:00:00Z 10\\d\\.25000000 10\\d\\.25000000 \\d+\\.0+"))
                .allMatch(line -> line.matches("(AAPL|MSFT) 2024-05-17T10:0\\dZ?.*"));
    }

    @Test
    void theReadersOfTheDataSetInPythonSeeEveryRow() throws IOException, InterruptedException {
        Path table = directory.resolve("lake/trades");
        Path consumers = DEPLOY.resolve("topics/consumers");
        String arrow = pythonWith("pyarrow");
        Lake.await(
                () -> {
                    try {
                        return Files.isDirectory(table.resolve("_sluice"))
                                && shell.run(arrow + " " + consumers.resolve("read_dataset.py") + " " + table)
                                        .contains(TRADES + " rows");
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                () -> TRADES + " rows in " + table);
        String counted = shell.run("PYTHONPATH=" + consumers + " PYTHONDONTWRITEBYTECODE=1 " + pythonWith("duckdb")
                + " -c \"import read_dataset; read_dataset.with_duckdb('" + table + "')\"");
        assertThat(counted).containsPattern("AAPL +│ +" + TRADES / 2).containsPattern("MSFT +│ +" + TRADES / 2);
    }

    /** A Python of the PATH that has the module; without one the test is skipped, with the reason. */
    private static String pythonWith(String module) throws IOException, InterruptedException {
        List<String> found = Stream.of(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
                .map(place -> Path.of(place, "python3"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .distinct()
                .toList();
        for (String python : found) {
            if (Shell.succeeds(python + " -c 'import " + module + "'")) {
                return python;
            }
        }
        Assumptions.assumeTrue(false, "no python3 of the PATH has the module " + module + ": its example was not run");
        throw new AssertionError();
    }
}
