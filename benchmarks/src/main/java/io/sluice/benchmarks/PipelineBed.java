package io.sluice.benchmarks;

import io.sluice.deploy.cluster.ClusterNode;
import io.sluice.deploy.cluster.ClusterSettings;
import io.sluice.deploy.cluster.Companion;
import io.sluice.deploy.cluster.ConnectRest;
import io.sluice.deploy.cluster.LocalCluster;
import io.sluice.deploy.cluster.PluginArchive;
import io.sluice.sink.ParquetSinkConnector;
import io.sluice.source.FileSourceConnector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The whole path, running: files in a directory, a source, a topic, the streams app, a topic of bars, and two sinks, which write
 * rows and bars as Parquet. A broker, a Connect worker with the plugins from their archives, and the app, each a child process.
 * Owned by the benchmark's main thread.
 */
final class PipelineBed implements AutoCloseable {

    static final String SOURCE = "files";
    static final String ROWS = "rows";
    static final String BARS = "bars";

    static final String TRADES_TOPIC = "trades";
    static final String BARS_TOPIC = "bars";
    static final String APPLICATION = "windows";
    static final int PARTITIONS = 2;

    static final String BROKER = "broker";
    static final String WORKER = "worker";
    static final String APP = "app";

    static final int BROKER_MEGABYTES = 512;
    static final int WORKER_MEGABYTES = 1024;
    static final int APP_MEGABYTES = 768;

    private static final Pattern LATE_ROWS = Pattern.compile("(?m)^sluice_streams_late_rows_total (\\d+)$");
    private static final Duration START = Duration.ofMinutes(3);
    private static final String STATE_TOPIC = "files-state";
    private static final String APP_ARGUMENTS = "app.args";

    private final Path directory;
    private final LocalCluster cluster;
    private final ConnectRest rest;
    private final URI app;
    private final Map<String, ProcessGauges> processes;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * What differs between beds.
     *
     * @param window the length of the bars
     * @param commitMillis how often the sinks and the app commit
     * @param partitionFields by which the rows are partitioned, empty if by none
     */
    record Settings(String window, int commitMillis, String partitionFields) {}

    private PipelineBed(
            Path directory, LocalCluster cluster, ConnectRest rest, URI app, Map<String, ProcessGauges> processes) {
        this.directory = directory;
        this.cluster = cluster;
        this.rest = rest;
        this.app = app;
        this.processes = processes;
    }

    static PipelineBed start(Path parent, Settings settings)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Path directory = parent.toAbsolutePath();
        Path plugins = Files.createDirectories(directory.resolve("plugins"));
        for (Class<?> connector : List.of(FileSourceConnector.class, ParquetSinkConnector.class)) {
            PluginArchive.unpack(
                    Plugins.buildOf(connector), Files.createDirectories(plugins.resolve(connector.getSimpleName())));
        }
        for (String each : List.of("input", "lake", "gc")) {
            Files.createDirectories(directory.resolve(each));
        }
        ClusterSettings nodes = ClusterSettings.in(directory.resolve("state"))
                .workers(1)
                .pluginPath(List.of(plugins))
                .heapMegabytes(BROKER_MEGABYTES, WORKER_MEGABYTES)
                .workerOverrides(Map.of("offset.flush.interval.ms", "1000"))
                // What was read is gone soon: a long run must fit onto the disk.
                .brokerOverrides(Map.of(
                        "log.segment.delete.delay.ms",
                        "1000",
                        "log.retention.check.interval.ms",
                        "5000",
                        "group.initial.rebalance.delay.ms",
                        "0"))
                .jvmArguments(List.of(GcLog.option(directory.resolve("gc"))))
                .timeouts(START, Duration.ofSeconds(60))
                .build();
        LocalCluster cluster = LocalCluster.start(nodes);
        try {
            createTopics(cluster.bootstrapServers());
            PipelineConfigs configs = new PipelineConfigs(directory, settings);
            ClusterNode app = cluster.startBeside(
                    new Companion(
                            APP,
                            "/health/ready",
                            port -> app(directory, configs.app(cluster.bootstrapServers(), port))),
                    nodes);
            ConnectRest rest = new ConnectRest(cluster.connectUrls());
            for (Map.Entry<String, Map<String, String>> connector :
                    configs.connectors().entrySet()) {
                rest.putConfig(connector.getKey(), connector.getValue());
                rest.awaitRunning(connector.getKey(), 1, START);
            }
            Path state = cluster.stateDirectory();
            return new PipelineBed(
                    directory,
                    cluster,
                    rest,
                    URI.create(app.address()),
                    Map.of(
                            BROKER,
                            ProcessGauges.of(process(state.resolve("broker-1").toString())),
                            WORKER,
                            ProcessGauges.of(process(state.resolve("worker-1").toString())),
                            APP,
                            ProcessGauges.of(
                                    process(directory.resolve(APP_ARGUMENTS).toString()))));
        } catch (IOException | InterruptedException | ExecutionException | TimeoutException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static void createTopics(String servers) throws InterruptedException, ExecutionException, TimeoutException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(
                            new NewTopic(TRADES_TOPIC, Optional.of(PARTITIONS), Optional.empty())
                                    .configs(Map.of(
                                            "max.message.bytes",
                                            "2000000",
                                            "retention.bytes",
                                            "2000000000",
                                            "segment.bytes",
                                            "200000000")),
                            new NewTopic(STATE_TOPIC, Optional.of(1), Optional.empty())
                                    .configs(Map.of("cleanup.policy", "compact")),
                            new NewTopic(BARS_TOPIC, Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get(1, TimeUnit.MINUTES);
        }
    }

    private static List<String> app(Path directory, Map<String, String> config) {
        Path file = directory.resolve("app.properties");
        Properties properties = new Properties();
        properties.putAll(config);
        List<String> arguments = List.of(
                "-Xmx" + APP_MEGABYTES + "m",
                "-XX:+UseSerialGC",
                GcLog.option(directory.resolve("gc")),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                "io.sluice.streams.app.StreamsMain",
                "--end-with-stdin",
                file.toString());
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, "");
            // In a file, as the system does not tell what a process was called with if that is long.
            Files.write(
                    directory.resolve(APP_ARGUMENTS),
                    arguments.stream()
                            .map(argument -> '"' + argument.replace("\\", "\\\\") + '"')
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("the application's configuration cannot be written", e);
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + directory.resolve(APP_ARGUMENTS));
    }

    private static ProcessHandle process(String part) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.contains(part)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the process of " + part + " is not to be found"));
    }

    String bootstrapServers() {
        return cluster.bootstrapServers();
    }

    Path input() {
        return directory.resolve("input");
    }

    /** The directory of the table of rows. */
    Path rows() {
        return directory.resolve("lake").resolve(ROWS);
    }

    Path bars() {
        return directory.resolve("lake").resolve(BARS);
    }

    /** The three processes, by their names. */
    Map<String, ProcessGauges> processes() {
        return processes;
    }

    /** What was collected in a process since it began. */
    List<GcLog.Collection> collections(String process) throws IOException {
        return GcLog.of(directory.resolve("gc"), processes.get(process).pid());
    }

    /** One of the numbers that a connector shows of its only task; 0 while there is none. */
    double ofPlugin(String connector, String attribute) throws IOException {
        return new WorkerGauges(processes.get(WORKER)).ofPlugin(connector, attribute);
    }

    /** How many rows are in committed files. */
    long committedRows() throws IOException {
        return (long) ofPlugin(ROWS, "rows-committed");
    }

    /** How many trades came to a window that was closed, as the app says. */
    long lateRows() throws IOException, InterruptedException {
        String metrics = http.send(
                        HttpRequest.newBuilder(app.resolve("/metrics")).build(), BodyHandlers.ofString())
                .body();
        Matcher late = LATE_ROWS.matcher(metrics);
        if (!late.find()) {
            throw new IOException("the app does not say how many rows were late: " + metrics);
        }
        return Long.parseLong(late.group(1));
    }

    /** Fails if a task has. */
    void requireRunning() throws InterruptedException {
        for (String connector : List.of(SOURCE, ROWS, BARS)) {
            rest.status(connector).ifPresent(SinkBed::requireRunning);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            for (ProcessGauges gauges : processes.values()) {
                gauges.close();
            }
        } finally {
            cluster.close();
        }
    }
}
