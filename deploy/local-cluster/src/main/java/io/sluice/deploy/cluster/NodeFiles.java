package io.sluice.deploy.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one node in the state directory.
 *
 * @param directory the node's own directory
 * @param log its log, written by the process itself and rotated
 * @param output its standard output and error: what the JVM says when it cannot start
 */
record NodeFiles(Path directory, Path log, Path output) {
    private static final Logger LOG = LoggerFactory.getLogger(NodeFiles.class);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

    static NodeFiles of(StateDirectory state, String name) throws IOException {
        return new NodeFiles(
                state.node(name),
                state.logs().resolve(name + ".log"),
                state.logs().resolve(name + ".out"));
    }

    /** The process id with its start time: an id alone may meanwhile be another process's. */
    void recordProcess(NodeProcess process) throws IOException {
        Files.write(
                pidFile(),
                List.of(Long.toString(process.pid()), process.started().orElse("")));
    }

    void forgetProcess() {
        try {
            Files.deleteIfExists(pidFile());
        } catch (IOException e) {
            LOG.warn("Removing {} failed", pidFile(), e);
        }
    }

    /**
     * Waits for the end of a process that an earlier, killed owner of the state directory left. It ends by itself
     * within moments; one that does not is killed.
     */
    void awaitEndOfLeftover() throws IOException, InterruptedException {
        Optional<ProcessHandle> leftover = leftover();
        if (leftover.isEmpty()) {
            return;
        }
        ProcessHandle process = leftover.get();
        LOG.info("Process {} of an earlier cluster on {} is still ending", process.pid(), directory);
        if (!endsInTime(process)) {
            process.destroyForcibly();
            if (!endsInTime(process)) {
                throw new ClusterException("Process " + process.pid() + " of an earlier cluster still uses " + directory
                        + " and cannot be killed. End it, then start again.");
            }
        }
        forgetProcess();
    }

    private Optional<ProcessHandle> leftover() throws IOException {
        if (!Files.exists(pidFile())) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile());
        if (lines.size() < 2) {
            return Optional.empty(); // its writer was killed before it wrote, and the child halts within moments
        }
        return ProcessHandle.of(processId(lines.get(0)))
                .filter(process -> process.info()
                        .startInstant()
                        .map(Object::toString)
                        .orElse("")
                        .equals(lines.get(1)));
    }

    private long processId(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ClusterException(
                    "The file " + pidFile() + " is damaged: its first line is " + text
                            + ", which is no process id. End any process that still uses " + directory
                            + ", remove the file, then start again.",
                    e);
        }
    }

    private static boolean endsInTime(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(END_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new ClusterException("Waiting for the end of process " + process.pid() + " failed", e);
        }
    }

    private Path pidFile() {
        return directory.resolve("pid");
    }
}
