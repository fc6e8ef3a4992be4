package io.sluice.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/** The end of a cluster when a node of it cannot be ended. Its nodes are small processes that wait on their input. */
class ClusterEndTest {
    private static final List<String> COMMAND = List.of("cat");

    @TempDir
    private Path directory;

    private final Readiness readiness = new Readiness();
    private final List<StubbornProcess> stubborn = new ArrayList<>();
    private StateDirectory state;

    @BeforeEach
    void lockState() throws IOException {
        state = StateDirectory.lock(directory);
    }

    @AfterEach
    void endAll() {
        stubborn.forEach(StubbornProcess::end);
        readiness.close();
        state.close();
    }

    @Test
    void aWorkerThatCannotBeStoppedKeepsNoOtherNodeFromItAndTheStateStaysLocked() throws IOException {
        LocalNode worker = node("worker-1", this::stubborn);
        LocalNode second = node("worker-2", NodeProcess::start);
        LocalNode broker = node("broker-1", NodeProcess::start);
        LocalCluster cluster = cluster(List.of(broker), List.of(worker, second));

        assertThatThrownBy(cluster::close).hasMessageContaining("cannot be signalled");

        assertThat(second.alive()).isFalse();
        assertThat(broker.alive()).isFalse();
        assertThat(worker.alive()).isTrue();
        assertThat(readiness.closed()).isTrue();
        assertThatThrownBy(() -> StateDirectory.lock(directory)).hasMessageContaining("in use by a running cluster");
    }

    @Test
    void theStateIsGivenBackWhenTheLastProcessHasEnded()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        state.usedBy(node("worker-1", this::stubborn));
        CompletableFuture<Void> released = state.release();
        assertThat(released).isNotDone();

        stubborn.get(0).end();

        released.get(1, TimeUnit.MINUTES);
        StateDirectory.lock(directory).close();
    }

    @Test
    void anInterruptedCloseKillsWhatIsLeftKeepsTheInterruptAndGivesTheStateBack() throws IOException {
        LocalNode worker = node("worker-1", NodeProcess::start);
        LocalNode broker = node("broker-1", NodeProcess::start);
        LocalCluster cluster = cluster(List.of(broker), List.of(worker));
        Thread.currentThread().interrupt();

        cluster.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(worker.alive()).isFalse();
        assertThat(broker.alive()).isFalse();
        StateDirectory.lock(directory).close();
    }

    @Test
    void aContainerThatCannotBeStoppedKeepsNeitherTheOthersNorTheNetworkFromIt() {
        List<String> ended = new ArrayList<>();
        TestcontainersCluster cluster = new TestcontainersCluster(
                directory,
                new NotedNetwork(ended),
                readiness,
                List.of(container("broker-1", new NotedContainer("broker-1", ended, false))),
                List.of(container("worker-1", new NotedContainer("worker-1", ended, true))));

        assertThatThrownBy(cluster::close).hasMessage("worker-1 cannot be stopped");

        assertThat(ended).containsExactly("broker-1", "network");
        assertThat(readiness.closed()).isTrue();
    }

    private LocalCluster cluster(List<LocalNode> brokers, List<LocalNode> workers) {
        return new LocalCluster(state, readiness, "127.0.0.1:1", brokers, workers);
    }

    private LocalNode node(String name, LocalNode.Launcher launcher) throws IOException {
        LocalNode node = new LocalNode(
                name,
                "127.0.0.1:1",
                NodeFiles.of(state, name),
                COMMAND,
                launcher,
                Optional::empty,
                readiness,
                settings());
        node.launch();
        return node;
    }

    private NodeProcess stubborn(List<String> command, NodeFiles files) throws IOException {
        StubbornProcess process = StubbornProcess.start(command);
        stubborn.add(process);
        return new NodeProcess(process, 0);
    }

    private ContainerNode container(String name, GenericContainer<?> container) {
        return new ContainerNode(name, "127.0.0.1:1", directory, container, Optional::empty, readiness, settings());
    }

    private ClusterSettings settings() {
        return ClusterSettings.in(directory)
                .timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30))
                .build();
    }

    /** Notes that it was stopped, or cannot be. */
    private static final class NotedContainer extends GenericContainer<NotedContainer> {
        private final String name;
        private final List<String> ended;
        private final boolean fails;

        NotedContainer(String name, List<String> ended, boolean fails) {
            super("none");
            this.name = name;
            this.ended = ended;
            this.fails = fails;
        }

        @Override
        public void stop() {
            if (fails) {
                throw new IllegalStateException(name + " cannot be stopped");
            }
            ended.add(name);
        }
    }

    /** Notes that it was closed. */
    private record NotedNetwork(List<String> ended) implements Network {
        @Override
        public String getId() {
            return "none";
        }

        @Override
        public void close() {
            ended.add("network");
        }
    }
}
