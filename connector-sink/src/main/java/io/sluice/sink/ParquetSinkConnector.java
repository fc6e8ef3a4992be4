package io.sluice.sink;

import io.sluice.connector.Problems;
import io.sluice.connector.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Says how topics get into Parquet. Its tasks are all alike but for their numbers: Connect gives each its partitions. Called one call
 * at a time.
 */
public final class ParquetSinkConnector extends SinkConnector {

    /** In a task's configuration: which one it is, for the name of its metrics on workers that have none to offer. */
    static final String TASK_INDEX = "sluice.task.index";

    private Map<String, String> properties = Map.of();

    @Override
    public String version() {
        return Version.of(ParquetSinkConnector.class);
    }

    @Override
    public ConfigDef config() {
        return SinkConfig.keys();
    }

    @Override
    public Config validate(Map<String, String> given) {
        Map<String, ConfigValue> values = config().validateAll(given);
        Problems problems = new Problems();
        SinkConfig.check(given, values, problems);
        return problems.addTo(values, given);
    }

    @Override
    public void start(Map<String, String> given) {
        SinkConfig unused = SinkConfig.of(given);
        properties = Map.copyOf(given);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ParquetSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int index = 0; index < maxTasks; index++) {
            Map<String, String> task = new HashMap<>(properties);
            task.put(TASK_INDEX, Integer.toString(index));
            tasks.add(task);
        }
        return tasks;
    }

    @Override
    public void stop() {
        // Nothing runs but the tasks.
    }

    /** The commit log is the truth, so a position that somebody sets is written there. */
    @Override
    public boolean alterOffsets(Map<String, String> given, Map<TopicPartition, Long> offsets) {
        AlteredOffsets.write(SinkConfig.of(given), offsets);
        return true;
    }
}
