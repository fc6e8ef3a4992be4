package io.sluice.deploy.command.connect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What is known of a connector or an application: one row of the table. Immutable.
 *
 * @param running tasks that run
 * @param tasks all of them
 * @param lagBytes not read yet
 * @param lagIsOld whether that is as of the last commit, and so the least that it can be
 * @param lagRecords not read yet
 * @param commitAgeMillis since the last commit
 * @param openWindows that have rows and are not closed
 * @param failures why it does not run, in lines for people
 */
record StatusRow(
        String name,
        String kind,
        String state,
        OptionalLong running,
        OptionalLong tasks,
        OptionalLong lagBytes,
        boolean lagIsOld,
        OptionalLong lagRecords,
        OptionalLong commitAgeMillis,
        OptionalLong openWindows,
        List<String> failures) {
    static final String SOURCE = "source";
    static final String SINK = "sink";
    static final String APP = "app";

    /** Who was asked did not answer. */
    static final String UNKNOWN = "UNKNOWN";

    StatusRow {
        failures = List.copyOf(failures);
    }

    /** Of a connector on which Connect did not answer. */
    static StatusRow unanswered(String name) {
        OptionalLong none = OptionalLong.empty();
        return new StatusRow(name, "connector", UNKNOWN, none, none, none, false, none, none, none, List.of());
    }

    boolean runs() {
        return state.equals("RUNNING") && running.equals(tasks) && failures.isEmpty();
    }

    /** For programs: null for what is not known or has no meaning here. */
    Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", name);
        object.put("kind", kind);
        object.put("state", state);
        object.put("tasksRunning", orNull(running));
        object.put("tasks", orNull(tasks));
        object.put("lagBytes", orNull(lagBytes));
        object.put("lagBytesIsOfLastCommit", lagIsOld);
        object.put("lagRecords", orNull(lagRecords));
        object.put("commitAgeMillis", orNull(commitAgeMillis));
        object.put("openWindows", orNull(openWindows));
        object.put("failures", failures);
        return object;
    }

    private static Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
