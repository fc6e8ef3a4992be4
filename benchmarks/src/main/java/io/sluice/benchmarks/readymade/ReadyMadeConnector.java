package io.sluice.benchmarks.readymade;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * A source that does nothing: its task hands out records that were made before, again and again. What it reaches is what Connect
 * lets any source reach. Loaded by the worker, as any plugin is.
 */
public final class ReadyMadeConnector extends SourceConnector {

    static final String TOPIC = "topic";
    static final String FILE = "file";
    static final String TIMES = "times";
    static final String RECORD_BYTES = "record.bytes";
    static final String POLL_BYTES = "poll.bytes";

    private Map<String, String> settings = Map.of();

    @Override
    public void start(Map<String, String> properties) {
        settings = Map.copyOf(properties);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ReadyMadeTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(settings);
    }

    @Override
    public void stop() {
        // Nothing was started.
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(TOPIC, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Where the records go.")
                .define(FILE, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Whose content the records hold.")
                .define(TIMES, ConfigDef.Type.INT, ConfigDef.Importance.HIGH, "How many times all of it.")
                .define(
                        RECORD_BYTES,
                        ConfigDef.Type.INT,
                        0,
                        ConfigDef.Importance.HIGH,
                        "How large chunks of lines are; 0: a line is a record.")
                .define(
                        POLL_BYTES,
                        ConfigDef.Type.INT,
                        ConfigDef.Importance.HIGH,
                        "How much is handed out at once, counted as the file source counts it.");
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> properties) {
        return ExactlyOnceSupport.SUPPORTED;
    }
}
