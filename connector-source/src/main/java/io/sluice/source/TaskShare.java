package io.sluice.source;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * Which of so many tasks a task is. It stands in the task's configuration, so that another number of tasks is another
 * configuration of each of them, and Connect fences all the old ones before it starts the new.
 */
record TaskShare(int index, int count) {

    static final String INDEX = "sluice.task.index";
    static final String COUNT = "sluice.task.count";

    private static final TaskShare ALL = new TaskShare(0, 1);

    /** What the connector says to this task. */
    Map<String, String> addedTo(Map<String, String> connector) {
        Map<String, String> task = new HashMap<>(connector);
        task.put(INDEX, Integer.toString(index));
        task.put(COUNT, Integer.toString(count));
        return task;
    }

    static TaskShare of(Map<String, String> task) {
        String index = task.get(INDEX);
        String count = task.get(COUNT);
        if (index == null && count == null) {
            return ALL;
        }
        try {
            return new TaskShare(Integer.parseInt(index), Integer.parseInt(count));
        } catch (NumberFormatException e) {
            ConfigException wrong = new ConfigException(INDEX + " is " + index + " and " + COUNT + " is " + count
                    + ": they are set by the connector for its tasks, so leave them out");
            wrong.initCause(e);
            throw wrong;
        }
    }
}
