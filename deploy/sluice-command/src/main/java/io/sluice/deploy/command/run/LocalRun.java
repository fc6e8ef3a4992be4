package io.sluice.deploy.command.run;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.ClusterNode;
import io.sluice.deploy.cluster.ClusterSettings;
import io.sluice.deploy.cluster.Companion;
import io.sluice.deploy.cluster.ConnectRest;
import io.sluice.deploy.cluster.LocalCluster;
import io.sluice.deploy.command.live.Watched;
import io.sluice.deploy.command.pipeline.AppConfigs;
import io.sluice.deploy.command.pipeline.Generated;
import io.sluice.deploy.command.pipeline.Generated.Connector;
import io.sluice.deploy.command.pipeline.Pipeline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A pipeline that runs on this machine. Everything that runs is a child process, and ends with this one. Owned by the
 * command's thread, which starts, asks and closes it.
 */
public final class LocalRun implements AutoCloseable {
    /** What the three processes may take, and what they need beside their heaps. */
    public static final long MEMORY_BYTES = 1_536L << 20;

    private static final int BROKER_MEGABYTES = 384;
    private static final int WORKER_MEGABYTES = 768;
    private static final int APP_MEGABYTES = 384;
    private static final Duration START = Duration.ofMinutes(3);

    /** How long it is to run. */
    public enum Lasting {
        /** For a minute: the second compiler would take more time than it saves. */
        BRIEFLY,
        /** Until it is stopped. */
        LONG;

        private List<String> options() {
            return this == BRIEFLY ? List.of("-XX:TieredStopAtLevel=1") : List.of();
        }
    }

    private final Pipeline pipeline;
    private final Generated generated;
    private final LocalCluster cluster;
    private final ConnectRest rest;
    private final Optional<ClusterNode> app;
    private final LakeGuard lake;
    private final List<ClusterNode> nodes;

    /** The end of the first that ends. One for all looks: what waits for it stays with it. */
    private final CompletableFuture<?> firstEnd;

    private LocalRun(
            Pipeline pipeline,
            Generated generated,
            LocalCluster cluster,
            ConnectRest rest,
            Optional<ClusterNode> app,
            LakeGuard lake) {
        this.pipeline = pipeline;
        this.generated = generated;
        this.cluster = cluster;
        this.rest = rest;
        this.app = app;
        this.lake = lake;
        this.nodes = new ArrayList<>(cluster.brokers());
        nodes.addAll(cluster.workers());
        app.ifPresent(nodes::add);
        this.firstEnd =
                CompletableFuture.anyOf(nodes.stream().map(cluster::endOf).toArray(CompletableFuture[]::new));
    }

    /** Makes the topics, connectors and the application's configuration of a pipeline; starts nothing that stays. */
    public static Generated generate(Pipeline pipeline, Workspace workspace) throws IOException, InterruptedException {
        return generate(pipeline, workspace, Artefacts.unpack(workspace));
    }

    /** The same, where the archives are unpacked already. */
    public static Generated generate(Pipeline pipeline, Workspace workspace, Artefacts artefacts)
            throws IOException, InterruptedException {
        if (pipeline.windows().isEmpty()) {
            return Generated.of(pipeline, Optional.empty());
        }
        Path config = workspace.resolve("described.properties");
        Files.writeString(
                config,
                AppConfigs.text(AppConfigs.of(pipeline, pipeline.windows().get())));
        String schema = AppDescription.resultsSchema(artefacts, config, workspace.resolve("described.txt"));
        return Generated.of(pipeline, Optional.of(schema));
    }

    /** Starts everything and returns when everything runs; if interrupted, what was started has been stopped in order. */
    public static LocalRun start(Pipeline pipeline, Workspace workspace, Lasting lasting, Consumer<String> say)
            throws IOException, InterruptedException {
        Path state = workspace.resolve("cluster");
        // Before what they run is unpacked anew.
        LocalCluster.awaitEndOfLeftovers(state);
        Artefacts artefacts = Artefacts.unpack(workspace);
        Generated generated = generate(pipeline, workspace, artefacts);
        for (Path directory : Directories.of(pipeline)) {
            Files.createDirectories(directory);
        }
        ClusterSettings settings = ClusterSettings.in(state)
                .workers(1)
                .pluginPath(List.of(artefacts.plugins()))
                .heapMegabytes(BROKER_MEGABYTES, WORKER_MEGABYTES)
                .workerOverrides(Map.of(
                        // So that a killed worker's partitions are not waited for.
                        "consumer.session.timeout.ms", "6000",
                        "consumer.heartbeat.interval.ms", "1500",
                        "offset.flush.interval.ms", "1000"))
                .jvmArguments(lasting.options())
                .timeouts(START, Duration.ofSeconds(30))
                .build();
        LakeGuard lake = new LakeGuard(workspace, pipeline);
        lake.requireSame();
        say.accept("Starting a Kafka broker and a Connect worker");
        LocalCluster cluster = LocalCluster.start(settings);
        try {
            try (TopicCreation topics = new TopicCreation(cluster.bootstrapServers())) {
                topics.create(generated.topics());
            }
            ConnectRest rest = new ConnectRest(cluster.connectUrls());
            say.accept("Starting " + generated.connectors().size() + " connectors"
                    + (generated.app().isEmpty() ? "" : " and the application"));
            configure(rest, generated);
            Optional<ClusterNode> app = generated.app().isEmpty()
                    ? Optional.empty()
                    : Optional.of(startApp(generated, workspace, artefacts, cluster, settings, lasting));
            for (Connector connector : generated.connectors()) {
                TaskCare.awaitRunning(rest, connector.name(), START);
            }
            return new LocalRun(pipeline, generated, cluster, rest, app, lake);
        } catch (IOException | InterruptedException | RuntimeException e) {
            closeAfter(cluster, e);
            throw e;
        }
    }

    /** An interrupt means to stop in order here; it would be taken for haste. */
    private static void closeAfter(LocalCluster cluster, Exception reason) {
        boolean interrupted = Thread.interrupted();
        try {
            cluster.close();
        } catch (ClusterException e) {
            reason.addSuppressed(e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void configure(ConnectRest rest, Generated generated) throws InterruptedException {
        Set<String> gone = new HashSet<>(rest.connectors());
        for (Connector connector : generated.connectors()) {
            gone.remove(connector.name());
            try {
                rest.putConfig(connector.name(), local(connector));
            } catch (ClusterException e) {
                throw new ClusterException(
                        "The connector " + connector.name() + " refuses its configuration: " + e.getMessage(), e);
            }
        }
        // What the pipeline had before and has no longer.
        for (String name : gone) {
            rest.delete(name);
        }
    }

    /** A topic that begins with a transaction which a kill aborted is as new here; {@link LakeGuard} looks after the lake. */
    private static Map<String, String> local(Connector connector) {
        Map<String, String> config = new LinkedHashMap<>(connector.config());
        if (!connector.reads()) {
            config.put("start.without.log", "true");
        }
        return config;
    }

    private static ClusterNode startApp(
            Generated generated,
            Workspace workspace,
            Artefacts artefacts,
            LocalCluster cluster,
            ClusterSettings settings,
            Lasting lasting)
            throws IOException, InterruptedException {
        Path file = workspace.resolve("app.properties");
        return cluster.startBeside(
                new Companion("app", "/health/ready", port -> {
                    Map<String, String> config = new LinkedHashMap<>(generated.app());
                    // Of this machine only; everything else is as on any cluster.
                    config.put("bootstrap.servers", cluster.bootstrapServers());
                    config.put("state.directory", workspace.resolve("app-state").toString());
                    config.put("http.host", "127.0.0.1");
                    config.put("http.port", Integer.toString(port));
                    // A killed instance's partitions are not waited for, as the next one is known to be the same.
                    config.put("instance.id", "local");
                    try {
                        Files.writeString(file, AppConfigs.text(config));
                    } catch (IOException e) {
                        throw new ClusterException("The application's configuration cannot be written: " + e, e);
                    }
                    return artefacts.appCommand(
                            "-Xmx" + APP_MEGABYTES + "m -XX:+UseSerialGC " + String.join(" ", lasting.options()),
                            List.of("--end-with-stdin", file.toString()));
                }),
                settings);
    }

    public Pipeline pipeline() {
        return pipeline;
    }

    public Generated generated() {
        return generated;
    }

    public ConnectRest rest() {
        return rest;
    }

    public String bootstrapServers() {
        return cluster.bootstrapServers();
    }

    public List<URI> connectUrls() {
        return cluster.connectUrls();
    }

    /** Where the application answers. */
    public Optional<URI> app() {
        return app.map(node -> URI.create(node.address()));
    }

    /** For the live page. */
    public Watched watched() {
        ClusterNode worker = cluster.workers().get(0);
        return new Watched(pipeline, generated, bootstrapServers(), rest, app(), () -> cluster.processOf(worker));
    }

    public Path logs() {
        return cluster.logDirectory();
    }

    /** Remembers which tables there are by now, and tells how many. */
    long rememberLake() throws IOException {
        return lake.remember();
    }

    /**
     * Waits for so long, or until a process has ended.
     *
     * @throws ClusterException if one has
     */
    public void requireAlive(Duration wait) throws InterruptedException {
        try {
            firstEnd.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException allRun) {
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Watching the processes failed", e);
        }
        for (ClusterNode node : nodes) {
            if (!node.alive()) {
                throw new ClusterException(node.name() + " has ended. Its log is " + node.log()
                        + ", and what it printed last is beside it, in " + node.name() + ".out.");
            }
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
