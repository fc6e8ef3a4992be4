package io.sluice.deploy.command.run;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.ConnectRest;
import io.sluice.deploy.cluster.ConnectorStatus;
import io.sluice.deploy.command.connect.FailureCause;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Looks after connectors as an operator does: starts failed tasks anew, which is always safe, but not again and again. Used by the
 * command's thread.
 */
public final class TaskCare {
    private static final int MOST_RESTARTS = 5;
    private static final Duration AMONG = Duration.ofHours(1);

    private final ConnectRest rest;
    private final Consumer<String> say;
    private final LongSupplier nanoTime;

    /** When each connector was started anew, the earliest first. */
    private final Map<String, Deque<Long>> restarts = new HashMap<>();

    public TaskCare(ConnectRest rest, Consumer<String> say, LongSupplier nanoTime) {
        this.rest = rest;
        this.say = say;
        this.nanoTime = nanoTime;
    }

    /** Returns when the connector and at least one task run, and no task does not. */
    static void awaitRunning(ConnectRest rest, String connector, Duration timeout) throws InterruptedException {
        var unused = rest.awaitStatus(connector, "running tasks", timeout, status -> {
            failure(status).ifPresent(reason -> {
                throw new ClusterException(reason);
            });
            return status.runs();
        });
    }

    /**
     * Looks once. A worker that does not answer is asked the next time; that its process has ended is for others to see.
     *
     * @throws ClusterException if tasks go on failing
     */
    public void look(List<String> connectors) throws InterruptedException {
        Map<String, ConnectorStatus> all = statuses();
        for (String connector : connectors) {
            Optional<String> failure = Optional.ofNullable(all.get(connector)).flatMap(TaskCare::failure);
            if (failure.isEmpty()) {
                continue;
            }
            if (!mayRestart(connector)) {
                throw new ClusterException(failure.get() + " It was started anew " + MOST_RESTARTS + " times within "
                        + AMONG.toHours() + " h.");
            }
            say.accept(failure.get() + " It is started anew.");
            rest.restartFailed(connector);
        }
    }

    private Map<String, ConnectorStatus> statuses() throws InterruptedException {
        try {
            return rest.statuses();
        } catch (ClusterException noAnswer) {
            return Map.of();
        }
    }

    private boolean mayRestart(String connector) {
        long now = nanoTime.getAsLong();
        Deque<Long> times = restarts.computeIfAbsent(connector, name -> new ArrayDeque<>());
        while (!times.isEmpty() && now - times.getFirst() > AMONG.toNanos()) {
            long unused = times.removeFirst();
        }
        if (times.size() == MOST_RESTARTS) {
            return false;
        }
        times.addLast(now);
        return true;
    }

    static Optional<String> failure(ConnectorStatus status) {
        return status.failures().stream().findFirst().map(failure -> {
            FailureCause cause = FailureCause.of(failure.trace());
            String before = cause.before().isEmpty() ? "" : "; so: " + String.join("; ", cause.before());
            return "The " + failure.part() + " of " + status.name() + " has failed: " + cause.cause() + before + ".";
        });
    }
}
