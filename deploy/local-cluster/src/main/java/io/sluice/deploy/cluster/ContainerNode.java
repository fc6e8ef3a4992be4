package io.sluice.deploy.cluster;

import com.github.dockerjava.api.DockerClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/**
 * A broker or worker of a {@link TestcontainersCluster}: one container, stopped and started again, never replaced, so
 * that it keeps its data. Never run so far, for want of Docker. Docker itself lets one change run at a time.
 */
record ContainerNode(
        String name,
        String address,
        Path log,
        GenericContainer<?> container,
        Callable<Optional<Boolean>> probe,
        Readiness readiness,
        ClusterSettings settings)
        implements ClusterNode {
    private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(30);

    @Override
    public boolean alive() {
        return Boolean.TRUE.equals(docker().inspectContainerCmd(container.getContainerId())
                .exec()
                .getState()
                .getRunning());
    }

    @Override
    public void start() throws InterruptedException {
        if (alive()) {
            return;
        }
        docker().startContainerCmd(container.getContainerId()).exec();
        try {
            readiness.await(settings.startTimeout(), probe, new CompletableFuture<>());
        } catch (TimeoutException e) {
            throw new ClusterException(
                    name + " did not answer at " + address + " within "
                            + settings.startTimeout().toSeconds() + " s of its start. Its log is " + log,
                    e);
        }
    }

    @Override
    public void stop() throws InterruptedException {
        docker().stopContainerCmd(container.getContainerId())
                .withTimeout(Math.toIntExact(settings.stopTimeout().toSeconds()))
                .exec();
        awaitEnd();
    }

    @Override
    public void kill() throws InterruptedException {
        docker().killContainerCmd(container.getContainerId()).exec();
        awaitEnd();
    }

    @Override
    public void pause() {
        docker().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void resume() {
        docker().unpauseContainerCmd(container.getContainerId()).exec();
    }

    private void awaitEnd() throws InterruptedException {
        try {
            readiness.await(
                    EXIT_TIMEOUT, () -> Optional.of(!alive()).filter(ended -> ended), new CompletableFuture<>());
        } catch (TimeoutException e) {
            throw new ClusterException("The container of " + name + " did not end", e);
        }
    }

    private static DockerClient docker() {
        return DockerClientFactory.lazyClient();
    }
}
