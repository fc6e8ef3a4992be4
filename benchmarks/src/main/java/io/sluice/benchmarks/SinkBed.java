package io.sluice.benchmarks;

import io.sluice.benchmarks.discarding.DiscardingConnector;
import io.sluice.deploy.cluster.ClusterSettings;
import io.sluice.deploy.cluster.ConnectRest;
import io.sluice.deploy.cluster.ConnectorStatus;
import io.sluice.deploy.cluster.LocalCluster;
import io.sluice.deploy.cluster.PluginArchive;
import io.sluice.sink.ParquetSinkConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * A broker and a Connect worker with the contenders as plugins, where sinks read topics that were filled before. Owned by the
 * benchmark's main thread.
 */
final class SinkBed implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration MOST = Duration.ofMinutes(3);
    private static final long LOOK_MILLIS = 10;
    private static final int LOOKS_PER_STATUS = 100;

    private final LocalCluster cluster;
    private final ConnectRest rest;
    private final WorkerGauges gauges;
    private int jobs;

    private SinkBed(LocalCluster cluster) throws IOException {
        this.cluster = cluster;
        this.rest = new ConnectRest(cluster.connectUrls());
        this.gauges = WorkerGauges.of(Workers.of(cluster));
    }

    /** @param iceberg the directory with the jars of Iceberg's sink, if they are there */
    static SinkBed start(Path directory, int workerMegabytes, Optional<Path> iceberg)
            throws IOException, InterruptedException {
        Path plugins = Files.createDirectories(directory.resolve("plugins"));
        PluginArchive.unpack(
                Plugins.buildOf(ParquetSinkConnector.class), Files.createDirectories(plugins.resolve("sluice")));
        Plugins.copyPackage(
                DiscardingConnector.class, SinkConnector.class, Files.createDirectories(plugins.resolve("discarding")));
        List<Path> pluginPath = new ArrayList<>(List.of(plugins));
        iceberg.map(Path::getParent).ifPresent(pluginPath::add);
        LocalCluster cluster = LocalCluster.start(ClusterSettings.in(directory.resolve("state"))
                .workers(1)
                .pluginPath(pluginPath)
                .heapMegabytes(1024, workerMegabytes)
                .jvmArguments(jvmArguments())
                .timeouts(START, Duration.ofSeconds(30))
                .build());
        boolean started = false;
        try {
            SinkBed bed = new SinkBed(cluster);
            started = true;
            return bed;
        } finally {
            if (!started) {
                cluster.close();
            }
        }
    }

    /** For whoever looks with a profiler. */
    private static List<String> jvmArguments() {
        String more = System.getProperty("benchmarks.nodeOptions", "");
        return more.isBlank() ? List.of() : List.of(more.split(" "));
    }

    SinkTopics topics() {
        return new SinkTopics(cluster.bootstrapServers());
    }

    String bootstrapServers() {
        return cluster.bootstrapServers();
    }

    WorkerGauges gauges() {
        return gauges;
    }

    /** A name that no sink has had, so that its group begins at the beginning. */
    String nextName() {
        return "sink-" + jobs++;
    }

    /** A number of a running sink. */
    interface Count {
        double now() throws IOException;
    }

    /** What is to be done once a sink has taken everything, such as to wait for its last commit. */
    interface Ending {
        void await() throws IOException, InterruptedException;
    }

    /**
     * Runs a sink until it has taken all records and rows, and the ending is over.
     *
     * @param records how many are in the topic
     * @param rows how many rows the sink has written by itself
     * @param expected how many rows there are
     * @return the time from the first record that Connect has read to the last row, and what the worker took of the processor
     *     from there to the end of the ending
     */
    Contender.Outcome measure(
            String name, Map<String, String> config, long records, Count rows, long expected, Ending ending)
            throws IOException, InterruptedException {
        rest.putConfig(name, config);
        await(name, "its first record", () -> gauges.ofTask(name, "sink-record-read-total") > 0);
        double before = gauges.ofTask(name, "sink-record-read-total");
        double cpu = gauges.cpuSeconds();
        long begun = System.nanoTime();
        await(
                name,
                "the last of " + records + " records",
                () -> gauges.ofTask(name, "sink-record-send-total") >= records);
        await(name, "the last of " + expected + " rows", () -> rows.now() >= expected);
        double seconds = (System.nanoTime() - begun) / 1e9;
        ending.await();
        double took = gauges.cpuSeconds() - cpu;
        // Those that were read before anybody looked.
        double share = (records - before) / records;
        return new Contender.Outcome(seconds / share, took / share, expected);
    }

    /** Deletes a sink, and returns when its task is gone, which has committed then what it had. */
    void delete(String name) throws IOException, InterruptedException {
        rest.delete(name);
        long begun = System.nanoTime();
        while (gauges.hasTask(name)) {
            if (System.nanoTime() - begun > MOST.toNanos()) {
                throw new IllegalStateException(name + " does not end");
            }
            pause();
        }
    }

    /** Whether what is waited for has come. */
    interface Condition {
        boolean holds() throws IOException;
    }

    /** Looks again and again until something holds; fails if the sink has failed. */
    void await(String name, String what, Condition condition) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        for (int look = 1; !condition.holds(); look++) {
            if (look % LOOKS_PER_STATUS == 0) {
                rest.status(name).ifPresent(SinkBed::requireRunning);
            }
            if (System.nanoTime() - begun > MOST.toNanos()) {
                throw new IllegalStateException(name + " has not come to " + what + " in " + MOST + ": "
                        + rest.status(name).map(Object::toString).orElse("it is not known"));
            }
            pause();
        }
    }

    static void requireRunning(ConnectorStatus status) {
        for (ConnectorStatus.Task task : status.tasks()) {
            if (task.state().equals("FAILED")) {
                throw new IllegalStateException(status.name() + " has failed: " + task.trace());
            }
        }
    }

    /** Nothing tells of what is waited for. */
    private static void pause() throws InterruptedException {
        boolean unused = new CountDownLatch(1).await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws IOException {
        try {
            gauges.close();
        } finally {
            cluster.close();
        }
    }
}
