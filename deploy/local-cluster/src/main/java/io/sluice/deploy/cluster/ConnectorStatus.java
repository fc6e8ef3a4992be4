package io.sluice.deploy.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * What Connect reports about a connector.
 *
 * @param type {@code source}, {@code sink}, or {@code unknown} where the worker has no such plugin
 * @param state for example {@code RUNNING}, {@code PAUSED}, {@code FAILED}, {@code UNASSIGNED}
 * @param worker {@code host:port} of the worker that runs the connector
 * @param trace the stack trace of a failed connector, else empty
 */
public record ConnectorStatus(String name, String type, String state, String worker, String trace, List<Task> tasks) {
    private static final String RUNNING = "RUNNING";
    private static final String FAILED = "FAILED";

    public ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    /**
     * One task of the connector.
     *
     * @param trace the stack trace of a failed task, else empty
     */
    public record Task(int id, String state, String worker, String trace) {
        public boolean runs() {
            return state.equals(RUNNING);
        }

        public boolean hasFailed() {
            return state.equals(FAILED);
        }
    }

    /**
     * A part of the connector that has failed.
     *
     * @param part {@code connector} or {@code task 0}
     */
    public record Failure(String part, String worker, String trace) {}

    /** Whether the connector and at least one task run, and no task does not. */
    public boolean runs() {
        return state.equals(RUNNING) && !tasks.isEmpty() && tasks.stream().allMatch(Task::runs);
    }

    /** Whether the connector and exactly this many tasks run. */
    public boolean runs(int count) {
        return tasks.size() == count && (count == 0 ? state.equals(RUNNING) : runs());
    }

    /** Every part that has failed, the connector first. */
    public List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        if (state.equals(FAILED)) {
            failures.add(new Failure("connector", worker, trace));
        }
        tasks.stream()
                .filter(Task::hasFailed)
                .forEach(task -> failures.add(new Failure("task " + task.id(), task.worker(), task.trace())));
        return failures;
    }
}
