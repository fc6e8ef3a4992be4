package io.sluice.deploy.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Kafka cluster with Connect workers, wherever its processes are. {@link LocalCluster} runs them on this
 * machine, {@link TestcontainersCluster} in Docker. The caller owns it and closes it.
 */
public interface ClusterEnvironment extends AutoCloseable {
    /** System property that forces an environment: {@code local} or {@code testcontainers}. */
    String FORCE_PROPERTY = "sluice.cluster";

    /** Environment variable that does the same; the property wins. */
    String FORCE_VARIABLE = "SLUICE_CLUSTER";

    String bootstrapServers();

    /** The REST interface of every worker, in the order of {@link #workers}. */
    List<URI> connectUrls();

    List<ClusterNode> brokers();

    List<ClusterNode> workers();

    Path stateDirectory();

    /** Stops the workers, then the brokers. */
    @Override
    void close();

    /**
     * Starts a cluster in Docker when Docker answers, else on this machine; says which in one log line. For tests and
     * programs that need some cluster for a while. Who promises to keep the state, as {@code sluice cluster up} does,
     * starts a {@link LocalCluster}: containers take their data with them.
     */
    static ClusterEnvironment start(ClusterSettings settings) throws IOException, InterruptedException {
        Logger log = LoggerFactory.getLogger(ClusterEnvironment.class);
        String forced = System.getProperty(FORCE_PROPERTY, System.getenv().getOrDefault(FORCE_VARIABLE, ""));
        DockerProbe.Answer docker = switch (forced.toLowerCase(Locale.ROOT)) {
            case "" -> DockerProbe.ask();
            case "local" -> new DockerProbe.Answer(false, "forced by " + FORCE_PROPERTY);
            case "testcontainers" -> new DockerProbe.Answer(true, "forced by " + FORCE_PROPERTY);
            default ->
                throw new IllegalArgumentException(
                        FORCE_PROPERTY + " is " + forced + "; it must be local or testcontainers");
        };
        log.info("Kafka cluster {}: {}", docker.answers() ? "in Docker" : "as local child processes", docker.reason());
        return docker.answers() ? TestcontainersCluster.start(settings) : LocalCluster.start(settings);
    }
}
