package io.sluice.deploy.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real brokers and real Connect workers as child processes of this JVM, on free loopback ports, with their state in one
 * directory. The children end with this JVM, however it ends, so that none is ever left behind. The thread that starts
 * the cluster, and any thread that closes it, waits for the processes; nothing here calls back.
 */
public final class LocalCluster implements ClusterEnvironment {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);
    private static final int MOST_PORT_CHOICES = 5;
    private static final String CLUSTER_ID = "cluster.id";
    private static final String BROKERS = "brokers";

    private final StateDirectory state;
    private final Readiness readiness;
    private final String bootstrapServers;
    private final List<LocalNode> brokers;
    private final List<LocalNode> workers;
    private final Companions companions;

    LocalCluster(
            StateDirectory state,
            Readiness readiness,
            String bootstrapServers,
            List<LocalNode> brokers,
            List<LocalNode> workers) {
        this.state = state;
        this.readiness = readiness;
        this.bootstrapServers = bootstrapServers;
        this.brokers = List.copyOf(brokers);
        this.workers = List.copyOf(workers);
        this.companions = new Companions(state, readiness);
        allNodes().forEach(state::usedBy);
    }

    /**
     * Starts every node and returns when all answer. On a state directory used before, the cluster continues with the
     * data, and where they are free the ports, it had.
     *
     * @throws InterruptedException if interrupted; the nodes that were started have been stopped as by {@link #close}
     * @throws ClusterException if another cluster holds the directory, or a node does not start; its message ends with
     *     the end of that node's log
     */
    public static LocalCluster start(ClusterSettings settings) throws IOException, InterruptedException {
        return start(settings, new FreePorts(new SecureRandom())::next);
    }

    static LocalCluster start(ClusterSettings settings, IntSupplier nextFreePort)
            throws IOException, InterruptedException {
        StateDirectory state = StateDirectory.lock(settings.stateDirectory());
        try {
            state.warnAboutFileSystem();
            awaitEndOfLeftovers(state);
            Properties recorded = state.recorded().orElseGet(Properties::new);
            requireSameSize(settings, recorded);
            return startOnFreePorts(settings, state, recorded, nextFreePort);
        } catch (IOException | InterruptedException | RuntimeException e) {
            state.close();
            throw e;
        }
    }

    /** Returns when no process of an earlier, killed owner of the directory is left, so that it can be removed. */
    public static void awaitEndOfLeftovers(Path stateDirectory) throws IOException, InterruptedException {
        try (StateDirectory state = StateDirectory.lock(stateDirectory)) {
            awaitEndOfLeftovers(state);
        }
    }

    private static void awaitEndOfLeftovers(StateDirectory state) throws IOException, InterruptedException {
        List<Path> directories = new ArrayList<>();
        try (Stream<Path> files = Files.list(state.path())) {
            files.filter(file -> Files.exists(file.resolve("pid"))).forEach(directories::add);
        }
        for (Path directory : directories) {
            NodeFiles.of(state, String.valueOf(directory.getFileName())).awaitEndOfLeftover();
        }
    }

    /** The votes of a KRaft quorum are counted by its recorded members, so the number of brokers cannot change. */
    private static void requireSameSize(ClusterSettings settings, Properties recorded) {
        String brokers = Integer.toString(settings.brokers());
        if (!recorded.getProperty(BROKERS, brokers).equals(brokers)) {
            throw new ClusterException("The state directory " + settings.stateDirectory() + " holds a cluster of "
                    + recorded.getProperty(BROKERS) + " broker(s), and " + brokers
                    + " were asked for. Ask for the same number, or choose another directory.");
        }
    }

    private static LocalCluster startOnFreePorts(
            ClusterSettings settings, StateDirectory state, Properties recorded, IntSupplier nextFreePort)
            throws IOException, InterruptedException {
        recorded.putIfAbsent(CLUSTER_ID, Uuid.randomUuid().toString());
        recorded.setProperty(BROKERS, Integer.toString(settings.brokers()));
        for (int choice = 1; ; choice++) {
            ClusterPorts ports = ClusterPorts.choose(
                    recorded, settings.brokers(), settings.workers(), FreePorts::isFree, nextFreePort);
            ports.recordIn(recorded);
            state.record(recorded);
            LocalCluster cluster = prepare(settings, state, ports, recorded.getProperty(CLUSTER_ID));
            try {
                cluster.startNodes();
                return cluster;
            } catch (PortTakenException e) {
                cluster.readiness.close();
                cluster.killNodes().finishInto(e);
                if (choice == MOST_PORT_CHOICES || cluster.anyAlive()) {
                    throw e;
                }
                LOG.warn("A port was taken between the choice and the use; choosing again", e);
            } catch (InterruptedException e) {
                // The caller gives up the start, not the data: an orderly stop, as close does it.
                cluster.readiness.close();
                cluster.stopNodes().finishInto(e);
                throw e;
            } catch (RuntimeException e) {
                cluster.readiness.close();
                cluster.killNodes().finishInto(e);
                throw e;
            }
        }
    }

    private static LocalCluster prepare(
            ClusterSettings settings, StateDirectory state, ClusterPorts ports, String clusterId) throws IOException {
        NodeProperties properties = new NodeProperties(settings, ports);
        Readiness readiness = new Readiness();
        List<LocalNode> brokers = new ArrayList<>();
        for (int id = 1; id <= settings.brokers(); id++) {
            NodeFiles files = NodeFiles.of(state, "broker-" + id);
            Path file = files.directory().resolve("server.properties");
            StateDirectory.writeProperties(
                    file, properties.broker(id, files.directory().resolve("data")));
            List<String> command = NodeCommand.java(
                    settings,
                    files,
                    settings.brokerHeapMegabytes(),
                    BrokerMain.class,
                    List.of(file.toString(), clusterId));
            String address = NodeProperties.LOOPBACK + ":" + ports.broker(id);
            Callable<Optional<Boolean>> probe = new BrokerProbe(address, id, settings.clientProperties());
            brokers.add(new LocalNode(
                    "broker-" + id, address, files, command, NodeProcess::start, probe, readiness, settings));
        }
        List<LocalNode> workers = new ArrayList<>();
        for (int id = 1; id <= settings.workers(); id++) {
            NodeFiles files = NodeFiles.of(state, "worker-" + id);
            Path file = files.directory().resolve("worker.properties");
            Path noPlugins = Files.createDirectories(files.directory().resolve("no-plugins"));
            StateDirectory.writeProperties(file, properties.worker(id, noPlugins));
            List<String> command = NodeCommand.java(
                    settings, files, settings.workerHeapMegabytes(), WorkerMain.class, List.of(file.toString()));
            URI url = URI.create("http://" + NodeProperties.LOOPBACK + ":" + ports.worker(id));
            Callable<Optional<Boolean>> probe = new WorkerProbe(url);
            workers.add(new LocalNode(
                    "worker-" + id, url.toString(), files, command, NodeProcess::start, probe, readiness, settings));
        }
        return new LocalCluster(state, readiness, properties.bootstrapServers(), brokers, workers);
    }

    /** Brokers first: a worker that finds none gives up. */
    private void startNodes() throws InterruptedException {
        for (List<LocalNode> group : List.of(brokers, workers)) {
            group.forEach(LocalNode::launch);
            for (LocalNode node : group) {
                node.awaitReady();
            }
        }
        LOG.info(
                "Kafka cluster of {} broker(s) and {} worker(s) is ready at {}",
                brokers.size(),
                workers.size(),
                bootstrapServers);
    }

    /**
     * Starts a program beside the nodes and returns when it is ready. It stops when the workers do, before the brokers.
     *
     * @param settings those of the cluster, whose time-outs count for the program too
     * @throws ClusterException if it ends or does not get ready in time; its message ends with the end of what it printed
     */
    public ClusterNode startBeside(Companion companion, ClusterSettings settings)
            throws IOException, InterruptedException {
        return companions.start(companion, settings);
    }

    private EndSteps killNodes() {
        EndSteps end = new EndSteps();
        kill(allNodes(), end);
        return end;
    }

    private static void kill(List<LocalNode> nodes, EndSteps end) {
        // All signals first: waiting for one node must not let the others live on.
        nodes.forEach(node -> end.take(node::killWithoutWaiting));
        nodes.forEach(node -> end.take(node::kill));
    }

    private boolean anyAlive() {
        return allNodes().stream().anyMatch(LocalNode::alive);
    }

    private List<LocalNode> allNodes() {
        return Stream.of(companions.nodes(), workers, brokers)
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
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
        return state.path();
    }

    /** Where every node's log file is. */
    public Path logDirectory() {
        return state.logs();
    }

    /** Completes, on a thread of the JDK, when the process that the node runs now has ended, for whatever reason. */
    public CompletableFuture<Void> endOf(ClusterNode node) {
        return allNodes().stream()
                .filter(own -> own.equals(node))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("node is " + node + "; it must be of this cluster"))
                .onExit();
    }

    /** The process that a node runs now, or ran last; for whoever wants to look at it from outside. */
    public Optional<Long> processOf(ClusterNode node) {
        return allNodes().stream().filter(own -> own.equals(node)).findAny().flatMap(LocalNode::pid);
    }

    /**
     * Stops the workers and what runs beside them, then the brokers, each group at once; if interrupted, kills what is left. A node that cannot be
     * stopped does not keep the others from it. The state directory is given back when no process is left to write to
     * it, which is then later than the return. Idempotent.
     *
     * @throws ClusterException if nodes could not be stopped
     */
    @Override
    public void close() {
        readiness.close(); // first, so that no node is started again meanwhile
        EndSteps end = stopNodes();
        end.take(state::close);
        end.finish();
    }

    private EndSteps stopNodes() {
        EndSteps end = new EndSteps();
        stopAtOnce(Stream.of(companions.nodes(), workers).flatMap(List::stream).toList(), end);
        stopAtOnce(brokers, end);
        kill(allNodes().stream().filter(LocalNode::alive).toList(), end);
        return end;
    }

    private static void stopAtOnce(List<LocalNode> nodes, EndSteps end) {
        for (LocalNode node : nodes) {
            if (!end.interrupted()) {
                end.take(node::askToStop);
            }
        }
        for (LocalNode node : nodes) {
            if (!end.interrupted()) {
                end.take(node::stop);
            }
        }
    }
}
