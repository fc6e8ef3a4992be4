package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.cluster.ClusterSettings;
import io.sluice.deploy.cluster.LocalCluster;
import io.sluice.deploy.command.connect.ApplyCommand;
import io.sluice.deploy.command.connect.StatusCommand;
import io.sluice.deploy.command.verify.VerifyLinesCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/**
 * What users deploy, in a real worker: the shipped worker properties, connectors and app configuration, put there by the
 * commands, over TLS, on brokers that grant the shipped rights and no others, with every metric that monitoring asks for.
 */
class DeployedPipelineTest {
    private static final Path DEPLOY = Path.of("..").toAbsolutePath().normalize();
    private static final int LINES = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(DeployedPipelineTest.class);
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final StringWriter out = new StringWriter();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    /** One test with several steps, as the start of all that takes seconds. */
    @Test
    void whatIsShippedRunsIsLookedAfterByTheCommandsAndExportsWhatMonitoringNames()
            throws IOException, InterruptedException, ExecutionException, TimeoutException, SQLException {
        Path trades = Files.createDirectory(directory.resolve("trades"));
        Path lake = Files.createDirectory(directory.resolve("lake"));
        writeTrades(trades.resolve("trades.csv"));
        SecuredBrokers brokers = SecuredBrokers.in(directory.resolve("secured"));
        Map<String, String> worker = shippedWorker();
        worker.putAll(brokers.shipped("worker-additions.properties"));
        grantRightsAndMakeTopics(brokers);
        try (ArchiveCluster cluster = ArchiveCluster.start(
                List.of("connector-source", "connector-sink"),
                directory,
                1,
                settings -> secured(settings, brokers).workerOverrides(worker))) {
            String connect = cluster.nodes().connectUrls().get(0).toString();

            // The worker itself has nothing against any of the connectors that are shipped.
            succeeds(
                    new CommandLine(ApplyCommand.class),
                    "--dry-run",
                    DEPLOY.resolve("connect/connectors"),
                    "--connect",
                    connect);

            Path reader = directory.resolve("reader.properties");
            store(properties(brokers.shipped("client.properties")), reader);
            String page = cluster.startBeside(ShippedApp.in(
                    directory, cluster.nodes().bootstrapServers(), brokers.shipped("app-additions.properties")));
            Path connectors = connectors(trades, lake);
            succeeds(new CommandLine(ApplyCommand.class), connectors, "--connect", connect, "--timeout", "120");
            assertThat(out.toString()).contains("line-chunks: RUNNING, 2 task(s)", "bars-to-parquet: RUNNING");
            succeeds(new CommandLine(ApplyCommand.class), connectors, "--connect", connect);
            assertThat(out.toString()).contains("line-chunks: unchanged").doesNotContain(": changed", ": new");

            await(
                    "every line is in the table",
                    () -> Files.isDirectory(lake.resolve("trades/_sluice"))
                            && run(
                                            new CommandLine(VerifyLinesCommand.class),
                                            trades,
                                            lake.resolve("trades"),
                                            "--header")
                                    == ExitCode.OK);
            assertThat(out.toString()).containsPattern("2,000 +2,000 +0 +0 +trades\\.csv");
            await("bars are in their table", () -> count(lake.resolve("bars-s1")) > 0);

            await(
                    "everything runs and nothing is behind",
                    () -> run(
                                            new CommandLine(StatusCommand.class),
                                            "--connect",
                                            connect,
                                            "--bootstrap",
                                            cluster.nodes().bootstrapServers(),
                                            "--bootstrap-config",
                                            reader,
                                            "--app",
                                            page)
                                    == ExitCode.OK
                            && out.toString().matches("(?s).*trades-to-parquet +sink +RUNNING +2/2 +- +\\d.*"));
            assertThat(out.toString())
                    .as("the app's lag, the age of its last commit and its open windows")
                    .containsPattern("(?m)^127\\S+ +app +RUNNING +\\d+/\\d+ +- +[\\d,]+ +\\d+ \\w+ +[\\d,]+$");
            assertMetrics(page);
            assertThat(statements(lake)).isGreaterThan(2);
            assertKcatReads(cluster.nodes().bootstrapServers(), brokers.certificate());
        }
    }

    /** As the reader, with what the examples say is to be added. What else they are, ConsumerExamplesTest shows. */
    private void assertKcatReads(String servers, String certificate) throws IOException, InterruptedException {
        Shell shell = new Shell(directory);
        if (!Kcat.isThere() || !Kcat.knowsScram(shell)) {
            LOG.warn(
                    "kcat is not there, or its librdkafka is older than 2.6.1: it was not tried on the secured cluster");
            return;
        }
        String line = Kcat.linesOf("topics/consumers/kcat.md").stream()
                .filter(each -> each.endsWith("-f '%s'"))
                .findFirst()
                .orElseThrow();
        String printed = shell.run(Kcat.secured(line, "reader", SecuredBrokers.PASSWORD, certificate)
                .replace("localhost:9092", servers));
        assertThat(printed.lines().filter(text -> text.startsWith("2024-05-17T")))
                .hasSize(LINES);
    }

    private static ClusterSettings.Builder secured(ClusterSettings.Builder settings, SecuredBrokers brokers) {
        return settings.brokerOverrides(brokers.overrides()).clientProperties(brokers.administrator());
    }

    /** Before any worker starts, which without rights would not. */
    private void grantRightsAndMakeTopics(SecuredBrokers secured)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        ClusterSettings alone = secured(ClusterSettings.in(directory.resolve("state")), secured)
                .jvmArguments(List.of("-XX:TieredStopAtLevel=1"))
                .timeouts(ArchiveCluster.LONG, Duration.ofSeconds(30))
                .build();
        try (LocalCluster brokers = LocalCluster.start(alone)) {
            Map<String, Object> client = new HashMap<>(secured.administrator());
            client.put("bootstrap.servers", brokers.bootstrapServers());
            try (Admin admin = Admin.create(client)) {
                List<AclBinding> rules = SecuredBrokers.granted(DEPLOY.resolve("secured/acls.sh"));
                assertThat(rules).hasSizeGreaterThan(20);
                admin.createAcls(rules).all().get(60, TimeUnit.SECONDS);
                admin.alterUserScramCredentials(SecuredBrokers.users()).all().get(60, TimeUnit.SECONDS);
                admin.createTopics(Stream.of("trades", "bars-s1", "bars-m1", "bars-h1", "bars-d1")
                                .map(topic -> new NewTopic(topic, 2, (short) 1))
                                .toList())
                        .all()
                        .get(60, TimeUnit.SECONDS);
            }
        }
    }

    private void assertMetrics(String page) throws IOException, InterruptedException {
        Set<String> exported = new TreeSet<>(ExportedMetrics.ofProcess(
                directory.resolve("state/worker-1/pid"), DEPLOY.resolve("monitoring/jmx-exporter.yml")));
        exported.addAll(ExportedMetrics.ofPage(URI.create(page + "/metrics")));
        for (String file : List.of("monitoring/alerts.yml", "monitoring/grafana/sluice.json")) {
            Set<String> named = ExportedMetrics.namedIn(DEPLOY.resolve(file));
            assertThat(named).hasSizeGreaterThan(10);
            assertThat(exported).as(file).containsAll(named);
        }
    }

    /** The shipped properties, but for addresses, and for what needs three brokers. */
    private static Map<String, String> shippedWorker() throws IOException {
        Properties shipped = properties(DEPLOY.resolve("connect/workers/distributed.properties"));
        Map<String, String> overrides = new HashMap<>();
        for (String key : shipped.stringPropertyNames()) {
            if (!key.endsWith(".replication.factor")
                    && !Set.of("bootstrap.servers", "plugin.path", "listeners").contains(key)
                    && !key.startsWith("rest.advertised")) {
                overrides.put(key, shipped.getProperty(key));
            }
        }
        return overrides;
    }

    /** The shipped connectors of this pipeline, in other directories, and with commits that a test can wait for. */
    private Path connectors(Path trades, Path lake) throws IOException {
        Path copies = Files.createDirectory(directory.resolve("connectors"));
        for (String name : List.of("line-chunks", "trades-to-parquet", "bars-to-parquet")) {
            String text = Files.readString(DEPLOY.resolve("connect/connectors/" + name + ".json"))
                    .replace("/data/trades", trades.toString())
                    .replace("/data/lake", lake.toString())
                    .replace("\"rotate.age.ms\": \"60000\"", "\"rotate.age.ms\": \"1000\"");
            Files.writeString(copies.resolve(name + ".json"), text);
        }
        return copies;
    }

    private static Properties properties(Map<String, String> map) {
        Properties properties = new Properties();
        properties.putAll(map);
        return properties;
    }

    private static void store(Properties properties, Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    /** Of four symbols, over twenty seconds of event time. */
    private static void writeTrades(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of("ts,symbol,price,quantity,sequence"));
        for (int i = 0; i < LINES; i++) {
            lines.add("2024-05-17T10:00:%02d.%02dZ,S%d,%d.25,%d,%d"
                    .formatted(i / 100, i % 100, i % 4, 100 + i % 7, 1 + i % 5, i));
        }
        Files.write(file, lines);
    }

    private int run(CommandLine command, Object... arguments) {
        out.getBuffer().setLength(0);
        PrintWriter writer = new PrintWriter(out);
        return command.setOut(writer)
                .setErr(writer)
                .execute(Stream.of(arguments).map(String::valueOf).toArray(String[]::new));
    }

    private void succeeds(CommandLine command, Object... arguments) {
        int exitCode = run(command, arguments);
        assertThat(exitCode).as(out.toString()).isEqualTo(ExitCode.OK);
    }

    /** Something that is to become true. */
    private interface Condition {
        boolean holds() throws IOException, SQLException;
    }

    private void await(String wanted, Condition condition) throws IOException, SQLException, InterruptedException {
        long end = System.nanoTime() + ArchiveCluster.LONG.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("not within " + ArchiveCluster.LONG.toSeconds() + " s: " + wanted
                        + ". Logs are in " + directory + ". The last command said: " + out);
            }
            assertThat(NEVER.await(300, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    /** Runs what the example of SQL shows, on this lake. */
    private static int statements(Path lake) throws IOException, SQLException {
        String text = Files.readString(DEPLOY.resolve("topics/consumers/dataset.sql"))
                .replaceAll("(?m)--.*$", "")
                .replace("/data/lake", lake.toString())
                .replace("bars-m1", "bars-s1");
        int statements = 0;
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            for (String query : text.split(";")) {
                if (!query.isBlank()) {
                    try (ResultSet rows = statement.executeQuery(query)) {
                        assertThat(rows.next()).as(query).isTrue();
                    }
                    statements++;
                }
            }
        }
        return statements;
    }

    private static long count(Path table) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            String files = table + "/**/*.parquet";
            if (one(statement, "select count(*) from glob('" + files + "')") == 0) {
                return 0;
            }
            return one(statement, "select count(*) from read_parquet('" + files + "', hive_partitioning=false)");
        }
    }

    private static long one(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getLong(1);
        }
    }
}
