package io.sluice.deploy.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The configuration of the nodes: Kafka's defaults, except for what two cores, few partitions and tests that kill nodes
 * call for. Everything can be overridden.
 */
final class NodeProperties {
    static final String LOOPBACK = "127.0.0.1";

    private final ClusterSettings settings;
    private final ClusterPorts ports;

    NodeProperties(ClusterSettings settings, ClusterPorts ports) {
        this.settings = settings;
        this.ports = ports;
    }

    String bootstrapServers() {
        return IntStream.rangeClosed(1, settings.brokers())
                .mapToObj(id -> LOOPBACK + ":" + ports.broker(id))
                .collect(Collectors.joining(","));
    }

    Map<String, String> broker(int id, Path data) {
        int brokers = settings.brokers();
        String replicas = Integer.toString(brokers);
        String inSync = brokers == 1 ? "1" : "2";
        Map<String, String> properties = new TreeMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(id));
        properties.put(
                "controller.quorum.voters",
                IntStream.rangeClosed(1, brokers)
                        .mapToObj(voter -> voter + "@" + LOOPBACK + ":" + ports.controller(voter))
                        .collect(Collectors.joining(",")));
        String client = "PLAINTEXT://" + LOOPBACK + ":" + ports.broker(id);
        String controller = "CONTROLLER://" + LOOPBACK + ":" + ports.controller(id);
        properties.put("listeners", client + "," + controller);
        properties.put("advertised.listeners", client + "," + controller);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("log.dirs", data.toString());

        properties.put("auto.create.topics.enable", "false");
        properties.put("num.partitions", "1");
        properties.put("default.replication.factor", replicas);
        properties.put("min.insync.replicas", inSync);
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("offsets.topic.replication.factor", replicas);
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", replicas);
        properties.put("transaction.state.log.min.isr", inSync);
        properties.put("share.coordinator.state.topic.num.partitions", "1");
        properties.put("share.coordinator.state.topic.replication.factor", replicas);
        properties.put("share.coordinator.state.topic.min.isr", inSync);

        // Exactly-once source tasks may keep a transaction open for long; a dead one must not hold readers for long.
        properties.put("transaction.max.timeout.ms", "900000");
        properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("group.min.session.timeout.ms", "1000");
        // A killed broker is fenced after this long, and only then can its partitions move.
        properties.put("broker.session.timeout.ms", "6000");
        properties.put("broker.heartbeat.interval.ms", "1000");

        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("log.cleaner.dedupe.buffer.size", "8388608");
        properties.putAll(settings.brokerOverrides());
        return properties;
    }

    /** @param noPlugins an empty directory: without any plugin path a worker would look on its class path only */
    Map<String, String> worker(int id, Path noPlugins) {
        String replicas = Integer.toString(settings.brokers());
        Map<String, String> properties = new TreeMap<>();
        properties.put("bootstrap.servers", bootstrapServers());
        properties.put("group.id", "connect");
        properties.put("listeners", "http://" + LOOPBACK + ":" + ports.worker(id));
        properties.put("rest.advertised.host.name", LOOPBACK);
        properties.put("rest.advertised.port", Integer.toString(ports.worker(id)));
        List<Path> plugins = new ArrayList<>(settings.pluginPath());
        if (plugins.isEmpty()) {
            plugins.add(noPlugins);
        }
        properties.put("plugin.path", plugins.stream().map(Path::toString).collect(Collectors.joining(",")));
        // Starts faster than scanning, and shows at once that a plugin lacks its META-INF/services.
        properties.put("plugin.discovery", "service_load");
        properties.put("exactly.once.source.support", "enabled");
        properties.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        properties.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");

        properties.put("config.storage.topic", "connect-configs");
        properties.put("config.storage.replication.factor", replicas);
        properties.put("offset.storage.topic", "connect-offsets");
        properties.put("offset.storage.replication.factor", replicas);
        properties.put("offset.storage.partitions", "4");
        properties.put("status.storage.topic", "connect-status");
        properties.put("status.storage.replication.factor", replicas);
        properties.put("status.storage.partitions", "2");
        properties.put("offset.flush.interval.ms", "5000");

        // A killed worker is missed after the session, and its tasks move after the delay.
        properties.put("session.timeout.ms", "6000");
        properties.put("heartbeat.interval.ms", "1500");
        properties.put("scheduled.rebalance.max.delay.ms", "1000");
        properties.putAll(settings.workerOverrides());
        return properties;
    }
}
