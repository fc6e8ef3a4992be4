package io.sluice.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which ports a cluster takes. */
class ClusterPortsTest {
    @Test
    void recordedPortsAreKeptAndOneTakenMeanwhileIsReplaced() {
        Properties recorded = new Properties();
        new ClusterPorts(Map.of("broker-1.client", 11_001, "broker-1.controller", 11_002, "worker-1.rest", 11_003))
                .recordIn(recorded);
        Iterator<Integer> free = List.of(12_001).iterator();

        ClusterPorts ports = ClusterPorts.choose(recorded, 1, 1, port -> port != 11_002, free::next);

        assertThat(ports.broker(1)).isEqualTo(11_001);
        assertThat(ports.controller(1)).isEqualTo(12_001);
        assertThat(ports.worker(1)).isEqualTo(11_003);
    }

    @Test
    void aPortSomebodyListensOnIsNotFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(FreePorts.isFree(taken.getLocalPort())).isFalse();
        }
    }

    @Test
    void thePortsGivenAreAllDifferentAndBelowTheRangeOfOutgoingConnections() {
        FreePorts free = new FreePorts(RandomGenerator.of("L64X128MixRandom"));

        List<Integer> ports = IntStream.range(0, 50).mapToObj(i -> free.next()).toList();

        assertThat(ports)
                .doesNotHaveDuplicates()
                .allSatisfy(port -> assertThat(port).isBetween(10_240, 32_767));
    }
}
