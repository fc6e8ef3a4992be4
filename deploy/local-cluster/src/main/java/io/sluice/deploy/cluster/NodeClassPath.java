package io.sluice.deploy.cluster;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * The class path of the child processes: Kafka's jars and this module, whatever the class path of the caller is. So a
 * plugin on the caller's class path is not on the worker's. The build lists the jars by their place in a Maven
 * repository; which repository is told by the jar this JVM has loaded kafka-clients from.
 */
final class NodeClassPath {
    /** Replaces the computed class path. */
    static final String PROPERTY = "sluice.cluster.class.path";

    private static final String LIST = "node-class-path.txt";
    private static final int PARENTS_OF_A_JAR_IN_A_REPOSITORY = 6;

    private NodeClassPath() {}

    static String resolve() {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            return given;
        }
        Path kafkaClients = locationOf(Admin.class);
        List<Path> entries = new ArrayList<>();
        entries.add(locationOf(NodeClassPath.class));
        for (String listed : listedJars()) {
            entries.add(find(listed, kafkaClients));
        }
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    static List<String> listedJars() {
        try (InputStream list = NodeClassPath.class.getResourceAsStream(LIST)) {
            if (list == null) {
                throw new ClusterException("The list of the nodes' jars, " + LIST
                        + ", is missing from this build. Build the module local-cluster with Maven.");
            }
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .trim()
                    .replace("$/", "")
                    .lines()
                    .flatMap(line -> List.of(line.split("\\|", -1)).stream())
                    .toList();
        } catch (IOException e) {
            throw new ClusterException("The list of the nodes' jars, " + LIST + ", cannot be read", e);
        }
    }

    /** Looks in the repository that kafka-clients came from, then, for jars copied into one folder, beside it. */
    static Path find(String listed, Path kafkaClients) {
        Path repository = kafkaClients;
        for (int level = 0; level < PARENTS_OF_A_JAR_IN_A_REPOSITORY && repository != null; level++) {
            repository = repository.getParent();
        }
        Path inRepository = repository == null ? null : repository.resolve(listed);
        if (inRepository != null && Files.exists(inRepository)) {
            return inRepository;
        }
        Path fileName = Objects.requireNonNull(Path.of(listed).getFileName());
        Path beside = kafkaClients.resolveSibling(fileName);
        if (Files.exists(beside)) {
            return beside;
        }
        throw new ClusterException("The jar " + listed + ", which a broker or worker needs, is neither in "
                + (repository == null ? "a Maven repository" : repository) + " nor beside " + kafkaClients
                + ". Build the module local-cluster with Maven, which downloads it, or set -D" + PROPERTY
                + " to the class path of the nodes.");
    }

    private static Path locationOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new ClusterException("Cannot tell which file the class " + type.getName() + " was loaded from. Set -D"
                    + PROPERTY + " to the class path of the nodes.");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new ClusterException("Not a file location: " + source.getLocation(), e);
        }
    }
}
