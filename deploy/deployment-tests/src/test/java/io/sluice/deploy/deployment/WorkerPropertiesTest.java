package io.sluice.deploy.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.junit.jupiter.api.Test;

/** The properties of workers are ones that Connect accepts, reads, and can be exactly once with. */
class WorkerPropertiesTest {
    @Test
    void aDistributedWorkerHasExactlyOnceSourcesOn() throws IOException {
        Map<String, String> properties = Shipped.properties("connect/workers/distributed.properties");

        DistributedConfig config = new DistributedConfig(properties);

        assertThat(config.exactlyOnceSourceEnabled()).isTrue();
        assertThat(unknown(properties, config.values().keySet())).isEmpty();
    }

    @Test
    void aStandaloneWorkerStarts() throws IOException {
        Map<String, String> properties = Shipped.properties("connect/workers/standalone.properties");

        StandaloneConfig config = new StandaloneConfig(properties);

        assertThat(unknown(properties, config.values().keySet())).isEmpty();
    }

    @Test
    void aValueThatConnectRefusesWouldBeNoticed() throws IOException {
        Map<String, String> properties = new TreeMap<>(Shipped.properties("connect/workers/distributed.properties"));
        properties.put("exactly.once.source.support", "perhaps");

        assertThatThrownBy(() -> new DistributedConfig(properties)).isInstanceOf(ConfigException.class);
    }

    private static Set<String> unknown(Map<String, String> properties, Set<String> known) {
        Set<String> unknown = new HashSet<>(properties.keySet());
        unknown.removeAll(known);
        ProducerConfig.configNames().forEach(key -> unknown.remove("producer." + key));
        ConsumerConfig.configNames().forEach(key -> unknown.remove("consumer." + key));
        return unknown;
    }
}
