package io.sluice.sink;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** The sink's own connector with tasks that can be made to stand still. Its jar lies beside those of the archive. */
public final class CrashPointConnector extends SinkConnector {
    private final ParquetSinkConnector connector = new ParquetSinkConnector();

    @Override
    public String version() {
        return connector.version();
    }

    @Override
    public ConfigDef config() {
        return connector.config();
    }

    @Override
    public Config validate(Map<String, String> given) {
        return connector.validate(given);
    }

    @Override
    public void start(Map<String, String> given) {
        connector.start(given);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CrashPointTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return connector.taskConfigs(maxTasks);
    }

    @Override
    public void stop() {
        connector.stop();
    }
}
