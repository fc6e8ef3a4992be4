package io.sluice.deploy.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Finds out whether Testcontainers could be used, without its slow and noisy search where there is plainly no Docker.
 */
final class DockerProbe {
    private DockerProbe() {}

    /**
     * Whether Docker answers.
     *
     * @param reason one sentence for the log
     */
    record Answer(boolean answers, String reason) {}

    static Answer ask() {
        return ask(
                isOnClassPath("org.testcontainers.DockerClientFactory"),
                System.getenv().containsKey("DOCKER_HOST"),
                List.of(
                        Path.of("/var/run/docker.sock"),
                        Path.of(System.getProperty("user.home"), ".docker/run/docker.sock"),
                        Path.of(System.getProperty("user.home"), ".testcontainers.properties")),
                // Not a method reference: the class needs Testcontainers as soon as it is loaded.
                () -> TestcontainersCluster.dockerAnswers());
    }

    static Answer ask(boolean testcontainers, boolean hostIsSet, List<Path> traces, BooleanSupplier dockerAnswers) {
        if (!testcontainers) {
            return new Answer(false, "Testcontainers is not on the class path");
        }
        if (!hostIsSet && traces.stream().noneMatch(Files::exists)) {
            return new Answer(false, "there is no Docker here (no DOCKER_HOST, no docker.sock)");
        }
        return dockerAnswers.getAsBoolean()
                ? new Answer(true, "Docker answers")
                : new Answer(false, "Docker does not answer");
    }

    private static boolean isOnClassPath(String name) {
        try {
            Class.forName(name, false, DockerProbe.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
