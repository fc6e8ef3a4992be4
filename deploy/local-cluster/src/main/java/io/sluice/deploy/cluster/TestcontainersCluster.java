package io.sluice.deploy.cluster;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.MountableFile;

/**
 * The same cluster in Docker: brokers and workers from Kafka's own image, on fixed host ports, so that a node keeps its
 * address when it is started again. It needs the optional dependency {@code testcontainers-kafka} on the class path.
 * The data lives in the containers and goes with them: only the logs are written to the state directory, and heaps and
 * JVM arguments are passed as the image's environment variables.
 *
 * <p><b>Never run so far.</b> It was written and compiled where no Docker daemon answers; what has been run is the
 * choice between the environments and the settings this class derives. Treat its first run as a test of it.
 */
final class TestcontainersCluster implements ClusterEnvironment {
    private static final String IMAGE = "apache/kafka:4.3.1";
    private static final int CLIENT_PORT = 9092;
    private static final int INTERNAL_PORT = 9093;
    private static final int CONTROLLER_PORT = 9094;

    /** What the container's start script sets itself. */
    private static final Set<String> SET_BY_CONTAINER = Set.of(
            "process.roles",
            "node.id",
            "controller.quorum.voters",
            "controller.listener.names",
            "listeners",
            "advertised.listeners",
            "listener.security.protocol.map",
            "inter.broker.listener.name",
            "log.dirs");

    private final Path stateDirectory;
    private final Network network;
    private final Readiness readiness;
    private final List<ContainerNode> brokers;
    private final List<ContainerNode> workers;

    TestcontainersCluster(
            Path stateDirectory,
            Network network,
            Readiness readiness,
            List<ContainerNode> brokers,
            List<ContainerNode> workers) {
        this.stateDirectory = stateDirectory;
        this.network = network;
        this.readiness = readiness;
        this.brokers = List.copyOf(brokers);
        this.workers = List.copyOf(workers);
    }

    static boolean dockerAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    static ClusterEnvironment start(ClusterSettings settings) throws IOException {
        Path logs = Files.createDirectories(settings.stateDirectory().resolve("logs"));
        FreePorts free = new FreePorts(new SecureRandom());
        ClusterPorts ports = ClusterPorts.choose(
                new Properties(), settings.brokers(), settings.workers(), port -> false, free::next);
        NodeProperties properties = new NodeProperties(settings, ports);
        Network network = Network.newNetwork();
        Readiness readiness = new Readiness();
        List<ContainerNode> brokers = new ArrayList<>();
        for (int id = 1; id <= settings.brokers(); id++) {
            String name = "broker-" + id;
            KafkaContainer container = new KafkaContainer(IMAGE)
                    .withNetwork(network)
                    .withNetworkAliases(name)
                    .withEnv(brokerEnvironment(settings, properties.broker(id, Path.of("unused")), id))
                    .withStartupTimeout(settings.startTimeout());
            container.setPortBindings(List.of(ports.broker(id) + ":" + CLIENT_PORT));
            Path log = logs.resolve(name + ".log");
            container.withLogConsumer(frame -> append(log, frame));
            String address = container.getHost() + ":" + ports.broker(id);
            brokers.add(new ContainerNode(
                    name, address, log, container, new BrokerProbe(address, id), readiness, settings));
        }
        List<ContainerNode> workers = new ArrayList<>();
        for (int id = 1; id <= settings.workers(); id++) {
            String name = "worker-" + id;
            Path log = logs.resolve(name + ".log");
            GenericContainer<?> container = worker(settings, network, properties, ports.worker(id), id);
            container.withLogConsumer(frame -> append(log, frame));
            URI url = URI.create("http://" + container.getHost() + ":" + ports.worker(id));
            workers.add(
                    new ContainerNode(name, url.toString(), log, container, new WorkerProbe(url), readiness, settings));
        }
        TestcontainersCluster cluster =
                new TestcontainersCluster(settings.stateDirectory(), network, readiness, brokers, workers);
        try {
            // All brokers at once: none is ready before the quorum is.
            Startables.deepStart(brokers.stream().map(ContainerNode::container)).join();
            Startables.deepStart(workers.stream().map(ContainerNode::container)).join();
            return cluster;
        } catch (RuntimeException e) {
            ClusterException failure =
                    new ClusterException("Starting the cluster in Docker failed; its logs are in " + logs, e);
            cluster.end().finishInto(failure);
            throw failure;
        }
    }

    /** As Kafka's image reads properties: dots become one underscore, underscores two, dashes three. */
    static Map<String, String> brokerEnvironment(ClusterSettings settings, Map<String, String> properties, int id) {
        Map<String, String> environment = new TreeMap<>();
        properties.forEach((key, value) -> {
            if (!SET_BY_CONTAINER.contains(key)) {
                String name = key.replace("_", "__").replace("-", "___").replace('.', '_');
                environment.put("KAFKA_" + name.toUpperCase(Locale.ROOT), value);
            }
        });
        environment.put("KAFKA_NODE_ID", Integer.toString(id));
        environment.put(
                "KAFKA_CONTROLLER_QUORUM_VOTERS",
                IntStream.rangeClosed(1, settings.brokers())
                        .mapToObj(voter -> voter + "@broker-" + voter + ":" + CONTROLLER_PORT)
                        .collect(Collectors.joining(",")));
        environment.put("KAFKA_HEAP_OPTS", "-Xmx" + settings.brokerHeapMegabytes() + "m");
        environment.put("KAFKA_OPTS", String.join(" ", settings.jvmArguments()));
        return environment;
    }

    private static GenericContainer<?> worker(
            ClusterSettings settings, Network network, NodeProperties properties, int port, int id) throws IOException {
        String name = "worker-" + id;
        Map<String, String> config = new TreeMap<>(properties.worker(id, Path.of("/tmp")));
        config.put(
                "bootstrap.servers",
                IntStream.rangeClosed(1, settings.brokers())
                        .mapToObj(broker -> "broker-" + broker + ":" + INTERNAL_PORT)
                        .collect(Collectors.joining(",")));
        config.put("listeners", "http://0.0.0.0:" + port);
        config.put("rest.advertised.host.name", name);
        config.put(
                "plugin.path",
                settings.pluginPath().isEmpty()
                        ? "/tmp"
                        : IntStream.range(0, settings.pluginPath().size())
                                .mapToObj(index -> "/plugins/" + index)
                                .collect(Collectors.joining(",")));
        Properties file = new Properties();
        file.putAll(config);
        StringWriter text = new StringWriter();
        file.store(text, null);
        GenericContainer<?> container = new GenericContainer<>(IMAGE)
                .withNetwork(network)
                .withNetworkAliases(name)
                .withExposedPorts(port)
                .withCopyToContainer(Transferable.of(text.toString()), "/tmp/worker.properties")
                .withEnv("KAFKA_HEAP_OPTS", "-Xmx" + settings.workerHeapMegabytes() + "m")
                .withEnv("KAFKA_OPTS", String.join(" ", settings.jvmArguments()))
                .withCommand("/opt/kafka/bin/connect-distributed.sh", "/tmp/worker.properties")
                .waitingFor(Wait.forHttp("/connectors").forPort(port).withStartupTimeout(settings.startTimeout()));
        for (int index = 0; index < settings.pluginPath().size(); index++) {
            container.withCopyFileToContainer(
                    MountableFile.forHostPath(settings.pluginPath().get(index)), "/plugins/" + index);
        }
        container.setPortBindings(List.of(port + ":" + port));
        return container;
    }

    private static void append(Path log, OutputFrame frame) {
        try {
            Files.writeString(
                    log,
                    frame.getUtf8String(),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing the container's output to " + log + " failed", e);
        }
    }

    @Override
    public String bootstrapServers() {
        return brokers.stream().map(ContainerNode::address).collect(Collectors.joining(","));
    }

    @Override
    public List<URI> connectUrls() {
        return workers.stream().map(worker -> URI.create(worker.address())).toList();
    }

    @Override
    public List<ClusterNode> brokers() {
        return List.copyOf(brokers);
    }

    @Override
    public List<ClusterNode> workers() {
        return List.copyOf(workers);
    }

    @Override
    public Path stateDirectory() {
        return stateDirectory;
    }

    /** A container that cannot be stopped keeps neither the others nor the network from it. */
    @Override
    public void close() {
        end().finish();
    }

    private EndSteps end() {
        EndSteps end = new EndSteps();
        workers.forEach(worker -> end.take(worker.container()::stop));
        brokers.forEach(broker -> end.take(broker.container()::stop));
        end.take(network::close);
        end.take(readiness::close);
        return end;
    }
}
