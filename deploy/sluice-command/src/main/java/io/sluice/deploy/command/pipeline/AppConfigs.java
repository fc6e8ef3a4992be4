package io.sluice.deploy.command.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;

/** The application's configuration. */
public final class AppConfigs {
    private AppConfigs() {}

    /** Of a pipeline's windows. The input is one that has a schema. */
    public static Map<String, String> of(Pipeline pipeline, Windows windows) {
        Input input = pipeline.input(windows.input()).orElseThrow();
        Map<String, String> config = new LinkedHashMap<>();
        config.put("application.id", pipeline.name() + "-windows");
        config.put("bootstrap.servers", pipeline.bootstrap());
        config.put("input.topics", pipeline.topic(input.name()));
        config.put("input.format", input.rows());
        if (input.header()) {
            config.put("csv.header", "skip");
        }
        config.put("schema", input.schema().orElseThrow());
        config.put("key", windows.key());
        config.put("time", windows.time());
        windows.sequence().ifPresent(columns -> config.put("sequence", columns));
        config.put("aggregates", windows.aggregates());
        config.put("windows", String.join(", ", windows.names()));
        windows.levels().forEach((name, window) -> config.put("window." + name, window));
        windows.grace().ifPresent(grace -> config.put("grace", grace));
        windows.idle().ifPresent(idle -> config.put("idle", idle));
        config.put("output.topic", pipeline.topic("{window}"));
        config.put("output.partitions", Integer.toString(windows.partitions()));
        config.put("late.topic", pipeline.topic("late"));
        config.put("invalid.topic", pipeline.topic("invalid"));
        config.putAll(windows.settings());
        return config;
    }

    /** As a properties file: a line for each key, in order, that {@code java.util.Properties} reads back. */
    public static String text(Map<String, String> config) {
        StringBuilder text = new StringBuilder();
        config.forEach((key, value) -> text.append(key)
                .append('=')
                .append(value.replace("\\", "\\\\").replace("\n", "\\n"))
                .append('\n'));
        return text.toString();
    }
}
