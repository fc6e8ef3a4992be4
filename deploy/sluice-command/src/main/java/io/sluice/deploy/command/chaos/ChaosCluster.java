package io.sluice.deploy.command.chaos;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.ClusterNode;
import io.sluice.deploy.cluster.ClusterSettings;
import io.sluice.deploy.cluster.Companion;
import io.sluice.deploy.cluster.LocalCluster;
import io.sluice.deploy.command.pipeline.AppConfigs;
import io.sluice.deploy.command.pipeline.Generated;
import io.sluice.deploy.command.run.Artefacts;
import io.sluice.deploy.command.run.TopicCreation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Three brokers, three workers and two instances of the application as child processes, with small heaps. All end with this process.
 * Owned by the command's thread.
 */
final class ChaosCluster implements AutoCloseable {
    /** What all of them take at most, with what they need beside their heaps. */
    static final long MEMORY_BYTES = 5L << 30;

    private static final int BROKER_MEGABYTES = 256;
    private static final int WORKER_MEGABYTES = 384;
    private static final int APP_MEGABYTES = 256;
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final LocalCluster cluster;
    private final ClusterSettings settings;
    private final List<ClusterNode> apps = new ArrayList<>();

    private ChaosCluster(LocalCluster cluster, ClusterSettings settings) {
        this.cluster = cluster;
        this.settings = settings;
    }

    /** Starts brokers and workers, and creates the topics. */
    static ChaosCluster start(ChaosDirectory directory, Artefacts artefacts, Generated generated)
            throws IOException, InterruptedException {
        ClusterSettings settings = ClusterSettings.in(directory.cluster())
                .brokers(Schedule.BROKERS.size())
                .workers(Schedule.WORKERS.size())
                .pluginPath(List.of(artefacts.plugins()))
                .heapMegabytes(BROKER_MEGABYTES, WORKER_MEGABYTES)
                .workerOverrides(Map.of(
                        "consumer.session.timeout.ms",
                        Integer.toString(ChaosPipeline.SESSION_MILLIS),
                        "consumer.heartbeat.interval.ms",
                        "1500",
                        "offset.flush.interval.ms",
                        "1000"))
                // No process lives long enough for the second compiler to pay.
                .jvmArguments(List.of("-XX:TieredStopAtLevel=1"))
                .timeouts(START, STOP)
                .build();
        ChaosCluster started = new ChaosCluster(LocalCluster.start(settings), settings);
        boolean ready = false;
        try (TopicCreation topics = new TopicCreation(started.bootstrapServers())) {
            List<Generated.Topic> all = new ArrayList<>(generated.topics());
            all.add(new Generated.Topic(ChaosPipeline.furtherTopic(), 1, Map.of()));
            topics.create(all);
            ready = true;
            return started;
        } finally {
            if (!ready) {
                started.close();
            }
        }
    }

    /** Starts the instances of the application. */
    void startApps(ChaosDirectory directory, Artefacts artefacts, Generated generated)
            throws IOException, InterruptedException {
        for (String name : Schedule.APPS) {
            apps.add(cluster.startBeside(app(name, directory.app(name), artefacts, generated, cluster), settings));
        }
    }

    private static Companion app(
            String name, Path directory, Artefacts artefacts, Generated generated, LocalCluster cluster) {
        return new Companion(name, "/health/ready", port -> {
            Map<String, String> config = new LinkedHashMap<>(generated.app());
            config.put("bootstrap.servers", cluster.bootstrapServers());
            config.put("state.directory", directory.resolve("state").toString());
            config.put("rocksdb.memory.mib", "64");
            config.put("http.host", "127.0.0.1");
            config.put("http.port", Integer.toString(port));
            Path file = directory.resolve("app.properties");
            try {
                Files.createDirectories(directory);
                Files.writeString(file, AppConfigs.text(config));
            } catch (IOException e) {
                throw new ClusterException("The application's configuration cannot be written: " + e, e);
            }
            return artefacts.appCommand(
                    "-Xmx" + APP_MEGABYTES + "m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                    List.of("--end-with-stdin", file.toString()));
        });
    }

    List<ClusterNode> brokersAndWorkers() {
        List<ClusterNode> nodes = new ArrayList<>(cluster.brokers());
        nodes.addAll(cluster.workers());
        return nodes;
    }

    List<ClusterNode> workers() {
        return cluster.workers();
    }

    List<ClusterNode> apps() {
        return List.copyOf(apps);
    }

    String bootstrapServers() {
        return cluster.bootstrapServers();
    }

    Path logs() {
        return cluster.logDirectory();
    }

    /** Kills everything: nothing that a stop in order would save is wanted any more. */
    @Override
    public void close() {
        try {
            for (List<ClusterNode> group : List.of(apps, cluster.workers(), cluster.brokers())) {
                for (ClusterNode node : group) {
                    node.kill();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cluster.close();
        }
    }
}
