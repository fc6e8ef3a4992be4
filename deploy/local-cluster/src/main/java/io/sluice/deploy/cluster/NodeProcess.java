package io.sluice.deploy.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One run of a child process, from start to end. Its owner, a {@link LocalNode}, calls it from one thread at a time.
 *
 * <p>The child ends with this JVM, however this JVM ends: it reads a pipe this process holds (see {@link ParentWatch}).
 * A paused child cannot read, so while it is paused a small shell reads such a pipe for it and kills it at the end.
 *
 * <p>Ctrl-C in a terminal reaches every process of the terminal's group. The child starts with that signal ignored,
 * so that this JVM alone decides when and in which order its nodes stop.
 */
final class NodeProcess {
    private static final Duration SIGNAL_TIMEOUT = Duration.ofSeconds(10);

    private final Process process;
    private final long logStart;
    private Process pauseGuard;

    NodeProcess(Process process, long logStart) {
        this.process = process;
        this.logStart = logStart;
    }

    static NodeProcess start(List<String> command, NodeFiles files) throws IOException {
        long logStart = Files.exists(files.log()) ? Files.size(files.log()) : 0;
        List<String> shielded =
                new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sluice-node"));
        shielded.addAll(command);
        Process process = new ProcessBuilder(shielded)
                .directory(files.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(files.output().toFile())
                .start();
        return new NodeProcess(process, logStart);
    }

    /** Where this run's part of the node's log begins, as long as the log is not rotated. */
    long logStart() {
        return logStart;
    }

    long pid() {
        return process.pid();
    }

    Optional<String> started() {
        return process.info().startInstant().map(Object::toString);
    }

    boolean alive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Completes on a thread of the JDK when the process has ended. */
    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** Asks it to end and, after the time-out, kills it. Tells whether it ended by itself. */
    boolean stop(Duration timeout) throws InterruptedException {
        askToStop();
        if (process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            return true;
        }
        kill();
        return false;
    }

    void askToStop() throws InterruptedException {
        resume();
        // Not Process.destroy: it also closes the pipe, which the child takes for the end of this JVM and halts.
        process.toHandle().destroy();
    }

    void killWithoutWaiting() {
        process.toHandle().destroyForcibly();
    }

    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        endPauseGuard();
        if (!process.waitFor(SIGNAL_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new ClusterException("Process " + pid() + " was killed but is not gone after " + SIGNAL_TIMEOUT
                    + "; it probably hangs in the kernel on a disk");
        }
    }

    void pause() throws InterruptedException {
        if (pauseGuard != null || !alive()) {
            return;
        }
        try {
            pauseGuard = new ProcessBuilder("/bin/sh", "-c", "trap '' INT HUP; read line; kill -KILL " + pid())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new ClusterException("Starting the guard of the paused process " + pid() + " failed", e);
        }
        signal("STOP");
    }

    void resume() throws InterruptedException {
        if (pauseGuard == null) {
            return;
        }
        if (alive()) {
            signal("CONT");
        }
        endPauseGuard();
    }

    /** The guard goes first and its pipe after it: an end of file would make it kill. */
    private void endPauseGuard() throws InterruptedException {
        if (pauseGuard == null) {
            return;
        }
        pauseGuard.toHandle().destroyForcibly();
        if (!pauseGuard.waitFor(SIGNAL_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new ClusterException("The guard of the paused process " + pid() + " does not end");
        }
        pauseGuard = null;
    }

    private void signal(String name) throws InterruptedException {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(SIGNAL_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS) || kill.exitValue() != 0) {
                throw new ClusterException("kill -" + name + " " + pid() + " failed");
            }
        } catch (IOException e) {
            throw new ClusterException("The command kill cannot be run", e);
        }
    }
}
