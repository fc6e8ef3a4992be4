package io.sluice.deploy.command.pipeline;

import io.sluice.deploy.command.pipeline.Generated.Connector;
import io.sluice.deploy.command.pipeline.Input.Framing;
import java.util.LinkedHashMap;
import java.util.Map;

/** The source connector of an input. */
final class SourceConfigs {
    static final String CLASS = "io.sluice.source.FileSourceConnector";
    static final String STRINGS = "org.apache.kafka.connect.storage.StringConverter";
    static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private SourceConfigs() {}

    static Connector of(Pipeline pipeline, Input input) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("connector.class", CLASS);
        config.put("tasks.max", Integer.toString(input.tasks()));
        config.put("exactly.once.support", "required");
        config.put("transaction.boundary", "connector");
        config.put("roots", input.name() + "=" + input.directory());
        config.put("include", input.include());
        config.put("mode", input.follow() ? "tail" : "complete");
        config.put("framing", input.framing().text());
        config.put("topic", pipeline.topic(input.name()));
        // Elsewhere, they would be gaps at the beginning of the topic, which the sink takes for lost records.
        config.put("state.topic", stateTopic(pipeline));
        config.put("topic.creation.default.partitions", Integer.toString(input.partitions()));
        config.put("topic.creation.default.replication.factor", "-1");
        config.put("key.converter", STRINGS);
        config.put("value.converter", BYTES);
        if (input.framing() == Framing.LINES) {
            config.put("value", "bytes");
        }
        config.putAll(input.settings());
        return new Connector(pipeline.name() + "-" + input.name() + "-files", config);
    }

    /** Where what is stored without a record goes. */
    static String stateTopic(Pipeline pipeline) {
        return pipeline.topic("state");
    }
}
