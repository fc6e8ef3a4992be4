package io.sluice.benchmarks;

import io.sluice.benchmarks.readymade.ReadyMadeConnector;
import io.sluice.deploy.cluster.ClusterSettings;
import io.sluice.deploy.cluster.ConnectRest;
import io.sluice.deploy.cluster.LocalCluster;
import io.sluice.deploy.cluster.PluginArchive;
import io.sluice.source.FileSourceConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.connect.file.FileStreamSourceConnector;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * A broker and a Connect worker with the contenders as plugins, where connectors and other programs fill topics of one
 * partition. The time of a job is that from the broker's first append to its last one: how long a worker takes to start a
 * connector is not measured. Owned by the benchmark's main thread.
 */
final class SourceBed implements AutoCloseable {

    static final Duration START = Duration.ofMinutes(2);

    private final LocalCluster cluster;
    private final ConnectRest rest;
    private final Admin admin;
    private int jobs;

    private SourceBed(LocalCluster cluster) {
        this.cluster = cluster;
        this.rest = new ConnectRest(cluster.connectUrls());
        this.admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }

    /** @param workerOverrides the worker's properties beside those of every local cluster */
    static SourceBed start(
            Path directory, int workerMegabytes, Map<String, String> workerOverrides, List<String> jvmArguments)
            throws IOException, InterruptedException {
        Path plugins = Files.createDirectories(directory.resolve("plugins"));
        PluginArchive.unpack(
                Plugins.buildOf(FileSourceConnector.class), Files.createDirectories(plugins.resolve("sluice")));
        Plugins.copyPackage(
                ReadyMadeConnector.class,
                SourceConnector.class,
                Files.createDirectories(plugins.resolve("ready-made")));
        Path fileStream = Files.createDirectories(plugins.resolve("file-stream"));
        Path jar = Plugins.locationOf(FileStreamSourceConnector.class);
        Files.copy(jar, fileStream.resolve("connect-file.jar"), StandardCopyOption.REPLACE_EXISTING);
        return new SourceBed(LocalCluster.start(ClusterSettings.in(directory.resolve("state"))
                .workers(1)
                .pluginPath(List.of(plugins))
                .heapMegabytes(1024, workerMegabytes)
                .workerOverrides(workerOverrides)
                // What a benchmark wrote is gone soon after its topic.
                .brokerOverrides(
                        Map.of("log.segment.delete.delay.ms", "1000", "log.retention.check.interval.ms", "2000"))
                .jvmArguments(jvmArguments)
                .timeouts(START, Duration.ofSeconds(30))
                .build()));
    }

    String bootstrapServers() {
        return cluster.bootstrapServers();
    }

    ConnectRest rest() {
        return rest;
    }

    /** The process of the worker, as the system sees it. */
    ProcessHandle worker() {
        return Workers.of(cluster);
    }

    /** How a topic gets filled. */
    interface Filling {
        /** Fills the topic, or begins to; returns what is to be done once all has come. */
        Ending begin(String topic) throws Exception;
    }

    /** The end of a filling. */
    interface Ending {
        void end() throws InterruptedException;
    }

    /** The seconds that it takes until all lines are in a fresh topic; fails if they are not those of the text. */
    Contender.Outcome measure(TextLines lines, Filling filling) throws Exception {
        String topic = "job-" + jobs++;
        createTopic(topic, Map.of());
        Ending ending = filling.begin(topic);
        try {
            return new Delivered(bootstrapServers(), topic).await(lines);
        } finally {
            ending.end();
            admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
        }
    }

    void createTopic(String topic, Map<String, String> settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("message.timestamp.type", "LogAppendTime");
        all.put("max.message.bytes", "2000000");
        admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty()).configs(all)))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    /** Runs a connector until all has come. */
    Filling connector(Map<String, String> config) {
        return topic -> {
            Map<String, String> all = new HashMap<>(config);
            all.put("topic", topic);
            rest.putConfig(topic, all);
            rest.awaitRunning(topic, 1, START);
            return () -> rest.delete(topic);
        };
    }

    @Override
    public void close() {
        admin.close();
        cluster.close();
    }
}
