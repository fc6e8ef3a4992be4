package io.sluice.deploy.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds out whether Testcontainers could be used, without its slow and noisy search where there is plainly no Docker.
 */
final class DockerProbe {
    private DockerProbe() {}

    /** @param reason one sentence for the log */
    record Answer(boolean answers, String reason) {}

    static Answer ask() {
        try {
            Class.forName("org.testcontainers.DockerClientFactory", false, DockerProbe.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return new Answer(false, "Testcontainers is not on the class path");
        }
        String host = System.getenv("DOCKER_HOST");
        Path home = Path.of(System.getProperty("user.home"));
        if (host == null
                && !Files.exists(Path.of("/var/run/docker.sock"))
                && !Files.exists(home.resolve(".docker/run/docker.sock"))
                && !Files.exists(home.resolve(".testcontainers.properties"))) {
            return new Answer(false, "no Docker here (no DOCKER_HOST, no docker.sock)");
        }
        return TestcontainersCluster.dockerAnswers()
                ? new Answer(true, "Docker answers")
                : new Answer(false, "Docker does not answer");
    }
}
