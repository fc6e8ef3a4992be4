package io.sluice.deploy.command.run;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.ConnectRest;
import io.sluice.deploy.cluster.ConnectorStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks after connectors as an operator does: starts failed tasks anew, which is always safe, but not for ever. Used by the
 * command's thread.
 */
public final class TaskCare {
    private static final int MOST_RESTARTS = 5;

    private final ConnectRest rest;
    private final Consumer<String> say;
    private int restarts;

    public TaskCare(ConnectRest rest, Consumer<String> say) {
        this.rest = rest;
        this.say = say;
    }

    /** Returns when the connector and at least one task run, and no task does not. */
    static void awaitRunning(ConnectRest rest, String connector, Duration timeout) throws InterruptedException {
        var unused = rest.awaitStatus(connector, "running tasks", timeout, status -> {
            failure(status).ifPresent(reason -> {
                throw new ClusterException(reason);
            });
            return !status.tasks().isEmpty() && status.runs(status.tasks().size());
        });
    }

    /**
     * Looks once.
     *
     * @throws ClusterException if tasks go on failing
     */
    public void look(List<String> connectors) throws InterruptedException {
        for (String connector : connectors) {
            Optional<String> failure = rest.status(connector).flatMap(TaskCare::failure);
            if (failure.isEmpty()) {
                continue;
            }
            if (restarts == MOST_RESTARTS) {
                throw new ClusterException(failure.get() + " It was started anew " + MOST_RESTARTS + " times.");
            }
            restarts++;
            say.accept(failure.get() + " It is started anew.");
            rest.restartFailed(connector);
        }
    }

    static Optional<String> failure(ConnectorStatus status) {
        if (status.state().equals("FAILED")) {
            return Optional.of("The connector " + status.name() + " has failed; see the worker's log.");
        }
        return status.tasks().stream()
                .filter(task -> task.state().equals("FAILED"))
                .findFirst()
                .map(task -> "Task " + task.id() + " of " + status.name() + " has failed: " + reason(task.trace()));
    }

    /** The first line, and the innermost cause if there is another. */
    private static String reason(String trace) {
        List<String> lines = trace.lines().map(String::strip).toList();
        String first = lines.isEmpty() ? "no reason is known." : lines.get(0);
        return lines.stream()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((before, last) -> last)
                .map(cause -> first + " " + cause + ".")
                .orElse(first);
    }
}
