package io.sluice.deploy.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a cluster is made of. Immutable; built from {@link #in}.
 *
 * @param stateDirectory holds everything the cluster keeps: data, ports, configuration, logs. Started again on the same
 *     directory, the cluster continues
 * @param brokers 1 or 3 nodes, each broker and controller
 * @param workers distributed Connect workers, 0 to 16
 * @param pluginPath the workers' {@code plugin.path}, and the only place they load connectors from
 * @param brokerOverrides broker properties that replace the defaults of this module
 * @param workerOverrides worker properties that replace the defaults of this module
 * @param clientProperties how this process gets in, where {@code brokerOverrides} make brokers ask who is there
 * @param brokerHeapMegabytes the largest heap of each broker
 * @param workerHeapMegabytes the largest heap of each worker
 * @param jvmArguments further arguments for the JVM of every node
 * @param startTimeout how long a node may take until it answers
 * @param stopTimeout how long a node may take to stop by itself before it is killed
 */
public record ClusterSettings(
        Path stateDirectory,
        int brokers,
        int workers,
        List<Path> pluginPath,
        Map<String, String> brokerOverrides,
        Map<String, String> workerOverrides,
        Map<String, String> clientProperties,
        int brokerHeapMegabytes,
        int workerHeapMegabytes,
        List<String> jvmArguments,
        Duration startTimeout,
        Duration stopTimeout) {
    private static final int MOST_WORKERS = 16;
    private static final int SMALLEST_HEAP_MEGABYTES = 64;

    public ClusterSettings {
        stateDirectory = stateDirectory.toAbsolutePath().normalize();
        pluginPath = pluginPath.stream()
                .map(path -> path.toAbsolutePath().normalize())
                .toList();
        brokerOverrides = Map.copyOf(brokerOverrides);
        workerOverrides = Map.copyOf(workerOverrides);
        clientProperties = Map.copyOf(clientProperties);
        jvmArguments = List.copyOf(jvmArguments);
        if (stateDirectory.toString().contains(",")) {
            throw new IllegalArgumentException("stateDirectory is " + stateDirectory
                    + "; it must not contain a comma, which separates Kafka's data directories");
        }
        if (brokers != 1 && brokers != 3) {
            throw new IllegalArgumentException("brokers is " + brokers + "; it must be 1 or 3");
        }
        if (workers < 0 || workers > MOST_WORKERS) {
            throw new IllegalArgumentException("workers is " + workers + "; it must be from 0 to " + MOST_WORKERS);
        }
        for (Path path : pluginPath) {
            if (path.toString().contains(",")) {
                throw new IllegalArgumentException(
                        "pluginPath is " + path + "; it must not contain a comma, which separates plugin paths");
            }
        }
        requireHeap("brokerHeapMegabytes", brokerHeapMegabytes);
        requireHeap("workerHeapMegabytes", workerHeapMegabytes);
        requirePositive("startTimeout", startTimeout);
        requirePositive("stopTimeout", stopTimeout);
    }

    /** Settings of one broker and no worker, with its state in the given directory, to refine. */
    public static Builder in(Path stateDirectory) {
        return new Builder(stateDirectory);
    }

    private static void requireHeap(String setting, int megabytes) {
        if (megabytes < SMALLEST_HEAP_MEGABYTES) {
            throw new IllegalArgumentException(
                    setting + " is " + megabytes + "; it must be at least " + SMALLEST_HEAP_MEGABYTES);
        }
    }

    private static void requirePositive(String setting, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(setting + " is " + duration + "; it must be more than zero");
        }
    }

    /** Collects settings; each method replaces what was set before. Used by one thread. */
    public static final class Builder {
        private final Path stateDirectory;
        private int brokers = 1;
        private int workers;
        private List<Path> pluginPath = List.of();
        private Map<String, String> brokerOverrides = Map.of();
        private Map<String, String> workerOverrides = Map.of();
        private Map<String, String> clientProperties = Map.of();
        private int brokerHeapMegabytes = 512;
        private int workerHeapMegabytes = 512;
        private List<String> jvmArguments = List.of();
        private Duration startTimeout = Duration.ofSeconds(90);
        private Duration stopTimeout = Duration.ofSeconds(20);

        private Builder(Path stateDirectory) {
            this.stateDirectory = stateDirectory;
        }

        public Builder brokers(int count) {
            brokers = count;
            return this;
        }

        public Builder workers(int count) {
            workers = count;
            return this;
        }

        public Builder pluginPath(List<Path> directories) {
            pluginPath = directories;
            return this;
        }

        public Builder brokerOverrides(Map<String, String> properties) {
            brokerOverrides = properties;
            return this;
        }

        public Builder workerOverrides(Map<String, String> properties) {
            workerOverrides = properties;
            return this;
        }

        public Builder clientProperties(Map<String, String> properties) {
            clientProperties = properties;
            return this;
        }

        public Builder heapMegabytes(int broker, int worker) {
            brokerHeapMegabytes = broker;
            workerHeapMegabytes = worker;
            return this;
        }

        public Builder jvmArguments(List<String> arguments) {
            jvmArguments = arguments;
            return this;
        }

        public Builder timeouts(Duration start, Duration stop) {
            startTimeout = start;
            stopTimeout = stop;
            return this;
        }

        public ClusterSettings build() {
            return new ClusterSettings(
                    stateDirectory,
                    brokers,
                    workers,
                    pluginPath,
                    brokerOverrides,
                    workerOverrides,
                    clientProperties,
                    brokerHeapMegabytes,
                    workerHeapMegabytes,
                    jvmArguments,
                    startTimeout,
                    stopTimeout);
        }
    }
}
