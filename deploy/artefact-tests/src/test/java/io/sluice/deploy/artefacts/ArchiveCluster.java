package io.sluice.deploy.artefacts;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.ClusterNode;
import io.sluice.deploy.cluster.ClusterSettings;
import io.sluice.deploy.cluster.Companion;
import io.sluice.deploy.cluster.ConnectRest;
import io.sluice.deploy.cluster.ConnectorStatus;
import io.sluice.deploy.cluster.LocalCluster;
import io.sluice.deploy.cluster.PluginArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster whose workers have a plugin archive, as users unpack it, and the operator who looks after it. Owned by
 * the test's thread.
 */
final class ArchiveCluster implements AutoCloseable {

    static final String STRINGS = "org.apache.kafka.connect.storage.StringConverter";
    static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
    static final Duration LONG = Duration.ofMinutes(2);

    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveCluster.class);

    /**
     * What Connect itself says of a task that it began to start when the group's leader had just died: each exactly-once
     * task asks the leader, once, to fence its predecessors. No code of a plugin has run by then, and none can try again.
     */
    private static final List<String> LEADER_GONE =
            List.of("Failed to perform round of zombie fencing", "IO Error trying to forward REST request");

    private final LocalCluster cluster;
    private final ClusterSettings settings;
    private final ConnectRest rest;

    private ArchiveCluster(ClusterSettings settings) throws IOException, InterruptedException {
        this.settings = settings;
        this.cluster = LocalCluster.start(settings);
        this.rest = new ConnectRest(cluster.connectUrls());
    }

    static ArchiveCluster start(Path directory, int workers) throws IOException, InterruptedException {
        return start("connector-source", directory, workers);
    }

    /** With the archive of one module. */
    static ArchiveCluster start(String module, Path directory, int workers) throws IOException, InterruptedException {
        return start(List.of(module), directory, workers, settings -> settings);
    }

    /** With the archives of several modules, and set up otherwise. */
    static ArchiveCluster start(
            List<String> modules, Path directory, int workers, UnaryOperator<ClusterSettings.Builder> further)
            throws IOException, InterruptedException {
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        for (String module : modules) {
            PluginArchive.unpack(Path.of("..", "..", module, "target"), plugins);
        }
        ClusterSettings.Builder settings = ClusterSettings.in(directory.resolve("state"))
                .workers(workers)
                .pluginPath(List.of(plugins))
                .heapMegabytes(384, 256)
                .jvmArguments(List.of("-XX:TieredStopAtLevel=1"))
                .timeouts(LONG, Duration.ofSeconds(30));
        return new ArchiveCluster(further.apply(settings).build());
    }

    LocalCluster nodes() {
        return cluster;
    }

    /** Returns where it answers; it ends with the cluster. */
    String startBeside(Companion companion) throws IOException, InterruptedException {
        return cluster.startBeside(companion, settings).address();
    }

    ClusterNode worker(int index) {
        return cluster.workers().get(index);
    }

    ConnectRest rest() {
        return rest;
    }

    CommittedRecords committed(String topic) {
        return new CommittedRecords(cluster.bootstrapServers(), topic);
    }

    void createTopic(String topic, int partitions) throws InterruptedException, ExecutionException, TimeoutException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) -1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    /** A connector that is to deliver exactly once. */
    static Map<String, String> exactlyOnce(Path input, String topic, int tasks, Map<String, String> further) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class",
                "io.sluice.source.FileSourceConnector",
                "tasks.max",
                Integer.toString(tasks),
                "exactly.once.support",
                "required",
                "transaction.boundary",
                "connector",
                "roots",
                "in=" + input,
                "topic",
                topic,
                "scan.interval.ms",
                "200",
                "key.converter",
                STRINGS,
                "value.converter",
                STRINGS));
        config.putAll(further);
        return config;
    }

    /**
     * Does what an operator does, or what runs Connect for one: starts tasks anew that Connect could not start because the
     * leader died just then. Any other failure is the test's.
     */
    void attend(String connector) throws InterruptedException {
        attend(connector, null);
    }

    /** The same, and for tasks that failed with what the test expects; null for nothing. */
    void attend(String connector, String expected) throws InterruptedException {
        Optional<ConnectorStatus> status;
        try {
            status = rest.status(connector);
        } catch (ClusterException e) {
            // The workers that are left are busy with each other.
            return;
        }
        boolean restart = false;
        for (ConnectorStatus.Task task : status.map(ConnectorStatus::tasks).orElse(List.of())) {
            if (!task.state().equals("FAILED")) {
                continue;
            }
            boolean fine = expected != null && task.trace().contains(expected);
            if (!fine && LEADER_GONE.stream().noneMatch(task.trace()::contains)) {
                throw new AssertionError(
                        "task " + task.id() + " of " + connector + " failed on " + task.worker() + ": " + task.trace());
            }
            LOG.info("Task {} of {} is started anew: {}", task.id(), connector, firstLine(task.trace()));
            restart = true;
        }
        if (restart) {
            try {
                rest.restartFailed(connector);
            } catch (ClusterException e) {
                LOG.info("The restart will be asked for once more", e);
            }
        }
    }

    private static String firstLine(String trace) {
        return trace.lines().findFirst().orElse("");
    }

    /** Reads on until the condition holds, attending to the connector; fails with what is known if it does not. */
    void readUntil(CommittedRecords records, String connector, String wanted, BooleanSupplier condition)
            throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!records.readUntil(condition, Duration.ofSeconds(1))) {
            attend(connector);
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("not within " + LONG.toSeconds() + " s: " + wanted + "; "
                        + records.all().size() + " records have come. " + report(connector));
            }
        }
    }

    /** Reads on until so many records are there, and a while longer, for those that are too many. */
    void readAll(CommittedRecords records, String connector, int expected) throws InterruptedException {
        readUntil(records, connector, expected + " records", () -> records.all().size() >= expected);
        records.readFor(QUIET);
    }

    /** What is to be known of a connector to find out what is wrong. */
    private String report(String connector) throws InterruptedException {
        try {
            String tasks = rest.status(connector).map(ConnectorStatus::toString).orElse("no such connector");
            String offsets = rest.offsets(connector).entrySet().stream()
                    .map(offset -> offset.getKey() + " " + offset.getValue())
                    .sorted()
                    .collect(Collectors.joining("\n"));
            return "Logs are in " + cluster.logDirectory() + ". " + tasks + "\n" + offsets;
        } catch (ClusterException e) {
            return "Logs are in " + cluster.logDirectory() + ". No worker answers: " + e.getMessage();
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
