package io.sluice.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What can be done to a running broker. The tests share one cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunningBrokerTest {
    private ClusterSettings settings;
    private LocalCluster cluster;

    @BeforeAll
    void startCluster(@TempDir Path directory) throws IOException, InterruptedException {
        settings = TestClusters.in(directory.resolve("state")).build();
        cluster = LocalCluster.start(settings);
    }

    @AfterAll
    void stopCluster() {
        cluster.close();
    }

    @Test
    void aKilledBrokerStartedAgainHasItsData()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Topics topics = new Topics(cluster);
        topics.create("killed");
        topics.send("killed", "before");
        ClusterNode broker = cluster.brokers().get(0);
        broker.kill();
        assertThat(broker.alive()).isFalse();

        broker.start();

        topics.send("killed", "after");
        assertThat(topics.read("killed", 2)).containsExactly("before", "after");
    }

    @Test
    void aPausedBrokerGoesOnWhereItWas()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Topics topics = new Topics(cluster);
        topics.create("paused");
        ClusterNode broker = cluster.brokers().get(0);
        broker.pause();
        assertThat(new BrokerProbe(broker.address(), 1).call()).isEmpty();
        assertThat(broker.alive()).isTrue();

        broker.resume();

        topics.send("paused", "after");
        assertThat(topics.read("paused", 1)).containsExactly("after");
    }

    @Test
    void aSecondClusterOnTheSameDirectoryIsRefused() throws IOException, InterruptedException {
        assertThatThrownBy(() -> LocalCluster.start(settings))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining(cluster.stateDirectory().toString())
                .hasMessageContaining("in use by a running cluster (process "
                        + ProcessHandle.current().pid() + ")");
    }
}
