package io.sluice.deploy.command.pipeline;

import io.sluice.deploy.command.pipeline.Generated.Connector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The sink connector of a table. */
final class SinkConfigs {
    private SinkConfigs() {}

    static Connector of(Pipeline pipeline, Table table, Optional<String> resultsSchema) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("connector.class", "io.sluice.sink.ParquetSinkConnector");
        config.put("tasks.max", Integer.toString(table.tasks()));
        config.put("topics", pipeline.topic(table.name()));
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("store.path", pipeline.lake());
        config.put("table", table.name());
        pipeline.input(table.name())
                .ifPresentOrElse(input -> rows(config, input), () -> results(config, resultsSchema.orElseThrow()));
        table.partition().ifPresent(columns -> config.put("partition.fields", columns));
        config.put("rotate.age.ms", Long.toString(pipeline.every()));
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", deadLetters(pipeline, table));
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        config.put("key.converter", SourceConfigs.STRINGS);
        config.putIfAbsent("value.converter", SourceConfigs.BYTES);
        config.put("header.converter", SourceConfigs.BYTES);
        config.putAll(table.settings());
        return new Connector(pipeline.name() + "-" + table.name() + "-lake", config);
    }

    /** Where records go that cannot be rows of the table. */
    static String deadLetters(Pipeline pipeline, Table table) {
        return pipeline.topic(table.name()) + "-bad";
    }

    private static void rows(Map<String, String> config, Input input) {
        if (input.schema().isEmpty()) {
            config.put("value.converter", SourceConfigs.STRINGS);
            return;
        }
        config.put("value.format", input.rows());
        config.put("schema", input.schema().get());
        if (input.header()) {
            config.put("csv.header", "skip");
        }
    }

    private static void results(Map<String, String> config, String schema) {
        config.put("value.format", "json");
        config.put("schema", schema);
    }
}
