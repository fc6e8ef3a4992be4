package io.sluice.deploy.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker or worker of a {@link LocalCluster}: one child process after another, all with the same state and ports.
 * The lock lets one change of the process run at a time; waiting for readiness holds no lock, so that a node that is
 * starting can be killed.
 */
final class LocalNode implements ClusterNode {
    private static final Logger LOG = LoggerFactory.getLogger(LocalNode.class);
    private static final int TAIL_LINES = 15;
    private static final int MOST_STARTS = 3;

    private final String name;
    private final String address;
    private final NodeFiles files;
    private final List<String> command;
    private final Launcher launcher;
    private final Callable<Optional<Boolean>> probe;
    private final Readiness readiness;
    private final Duration startTimeout;
    private final Duration stopTimeout;
    private final ReentrantLock changing = new ReentrantLock();
    private final AtomicReference<NodeProcess> current = new AtomicReference<>();

    /** Starts a process; {@link NodeProcess#start} outside of tests. */
    @FunctionalInterface
    interface Launcher {
        NodeProcess launch(List<String> command, NodeFiles files) throws IOException;
    }

    /** @param probe answers when the node is ready, and never fails: a node that is starting refuses connections */
    LocalNode(
            String name,
            String address,
            NodeFiles files,
            List<String> command,
            Launcher launcher,
            Callable<Optional<Boolean>> probe,
            Readiness readiness,
            ClusterSettings settings) {
        this.name = name;
        this.address = address;
        this.files = files;
        this.command = List.copyOf(command);
        this.launcher = launcher;
        this.probe = probe;
        this.readiness = readiness;
        this.startTimeout = settings.startTimeout();
        this.stopTimeout = settings.stopTimeout();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Path log() {
        return files.log();
    }

    @Override
    public boolean alive() {
        NodeProcess process = current.get();
        return process != null && process.alive();
    }

    /** The process id of the running or last process. */
    Optional<Long> pid() {
        return Optional.ofNullable(current.get()).map(NodeProcess::pid);
    }

    /** Completes when the process that runs now has ended; at once if none does. */
    CompletableFuture<Void> onExit() {
        NodeProcess process = current.get();
        return process == null
                ? CompletableFuture.completedFuture(null)
                : process.onExit().thenAccept(ended -> {});
    }

    @Override
    public void start() throws InterruptedException {
        if (alive()) {
            return;
        }
        for (int start = 1; ; start++) {
            try {
                launch();
                awaitReady();
                return;
            } catch (PortTakenException e) {
                if (start == MOST_STARTS) {
                    throw e;
                }
                LOG.warn("{} found its port taken; trying again", name);
            }
        }
    }

    /** Starts the process without waiting for it. */
    void launch() {
        changing.lock();
        try {
            if (alive()) {
                return;
            }
            if (readiness.closed()) {
                throw new IllegalStateException(name + " cannot be started: its cluster is closed");
            }
            NodeProcess process = launcher.launch(command, files);
            current.set(process);
            files.recordProcess(process);
        } catch (IOException e) {
            throw new ClusterException("Starting the process of " + name + " in " + files.directory() + " failed", e);
        } finally {
            changing.unlock();
        }
    }

    /** Returns when the node answers; fails, with the end of its log, if it ends or takes too long. */
    void awaitReady() throws InterruptedException {
        NodeProcess process = current.get();
        try {
            if (readiness.await(startTimeout, probe, process.onExit()) == null) {
                throw ended(process);
            }
        } catch (TimeoutException e) {
            kill();
            throw new ClusterException(
                    name + " did not answer at " + address + " within " + startTimeout.toSeconds()
                            + " s of its start and was killed." + quoteLogs(process),
                    e);
        }
    }

    private ClusterException ended(NodeProcess process) {
        String message =
                name + " ended with exit code " + process.exitCode() + " before it answered at " + address + ".";
        LogExcerpt excerpt = LogExcerpt.of(files.log(), process.logStart(), TAIL_LINES);
        LogExcerpt output = LogExcerpt.of(files.output(), 0, TAIL_LINES);
        boolean portTaken = Stream.of(excerpt, output)
                .anyMatch(text -> text.mentions("Address already in use") || text.mentions("BindException"));
        return portTaken
                ? new PortTakenException(message + " Another process holds its port." + quoteLogs(process))
                : new ClusterException(message + quoteLogs(process));
    }

    private String quoteLogs(NodeProcess process) {
        StringBuilder text = new StringBuilder();
        LogExcerpt.of(files.log(), process.logStart(), TAIL_LINES).appendTo(text, files.log());
        LogExcerpt.of(files.output(), 0, TAIL_LINES).appendTo(text, files.output());
        return text.isEmpty() ? " It wrote nothing to " + files.log() + "." : text.toString();
    }

    @Override
    public void stop() throws InterruptedException {
        changing.lockInterruptibly();
        try {
            NodeProcess process = current.get();
            if (process != null && process.alive() && !process.stop(stopTimeout)) {
                LOG.warn(
                        "{} did not stop within {} s and was killed; its log is {}",
                        name,
                        stopTimeout.toSeconds(),
                        log());
            }
            files.forgetProcess();
        } finally {
            changing.unlock();
        }
    }

    /** The first half of {@link #stop}, so that several nodes can stop at the same time. */
    void askToStop() throws InterruptedException {
        changing.lockInterruptibly();
        try {
            NodeProcess process = current.get();
            if (process != null && process.alive()) {
                process.askToStop();
            }
        } finally {
            changing.unlock();
        }
    }

    void killWithoutWaiting() {
        NodeProcess process = current.get();
        if (process != null) {
            process.killWithoutWaiting();
        }
    }

    @Override
    public void kill() throws InterruptedException {
        changing.lockInterruptibly();
        try {
            NodeProcess process = current.get();
            if (process != null && process.alive()) {
                process.kill();
            }
            files.forgetProcess();
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void pause() throws InterruptedException {
        changing.lockInterruptibly();
        try {
            NodeProcess process = current.get();
            if (process == null || !process.alive()) {
                throw new ClusterException(name + " cannot be paused: it is not running");
            }
            process.pause();
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void resume() throws InterruptedException {
        changing.lockInterruptibly();
        try {
            NodeProcess process = current.get();
            if (process != null) {
                process.resume();
            }
        } finally {
            changing.unlock();
        }
    }

    @Override
    public String toString() {
        return name + " at " + address;
    }
}
