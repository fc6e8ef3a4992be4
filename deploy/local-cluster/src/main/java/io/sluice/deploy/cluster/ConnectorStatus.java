package io.sluice.deploy.cluster;

import java.util.List;

/**
 * What Connect reports about a connector.
 *
 * @param state for example {@code RUNNING}, {@code PAUSED}, {@code FAILED}, {@code UNASSIGNED}
 * @param worker {@code host:port} of the worker that runs the connector
 * @param trace the stack trace of a failed connector, else empty
 */
public record ConnectorStatus(String name, String state, String worker, String trace, List<Task> tasks) {
    public ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    /**
     * One task of the connector.
     *
     * @param trace the stack trace of a failed task, else empty
     */
    public record Task(int id, String state, String worker, String trace) {}

    /** Whether the connector and exactly this many tasks run. */
    public boolean runs(int count) {
        return state.equals("RUNNING")
                && tasks.size() == count
                && tasks.stream().allMatch(task -> task.state().equals("RUNNING"));
    }
}
