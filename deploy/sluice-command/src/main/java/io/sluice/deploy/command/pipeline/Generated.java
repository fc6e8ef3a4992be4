package io.sluice.deploy.command.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is made from a pipeline: all that runs it, on this machine or on any cluster. Immutable.
 *
 * @param app the application's configuration; empty if there are no windows
 */
public record Generated(List<Topic> topics, List<Connector> connectors, Map<String, String> app) {

    /** A topic that must be there before anything starts. */
    public record Topic(String name, int partitions, Map<String, String> config) {
        Topic(String name, int partitions) {
            this(name, partitions, Map.of());
        }
    }

    /** A connector in the form that Connect's REST interface takes. */
    public record Connector(String name, Map<String, String> config) {
        /** The most tasks that it may have. */
        public int tasks() {
            return Integer.parseInt(config.get("tasks.max"));
        }

        public boolean reads() {
            return config.get("connector.class").equals(SourceConfigs.CLASS);
        }
    }

    /**
     * Makes everything.
     *
     * @param resultsSchema the columns of the application's results, as it describes them; empty without windows
     */
    public static Generated of(Pipeline pipeline, Optional<String> resultsSchema) {
        List<Topic> topics = new ArrayList<>();
        List<Connector> connectors = new ArrayList<>();
        for (Input input : pipeline.inputs()) {
            topics.add(new Topic(pipeline.topic(input.name()), input.partitions()));
            connectors.add(SourceConfigs.of(pipeline, input));
        }
        topics.add(new Topic(SourceConfigs.stateTopic(pipeline), 1, Map.of("cleanup.policy", "compact")));
        pipeline.windows().ifPresent(windows -> {
            for (String level : windows.names()) {
                topics.add(new Topic(pipeline.topic(level), windows.partitions()));
            }
        });
        for (Table table : pipeline.tables()) {
            connectors.add(SinkConfigs.of(pipeline, table, resultsSchema));
        }
        Map<String, String> app = pipeline.windows()
                .map(windows -> AppConfigs.of(pipeline, windows))
                .orElse(new LinkedHashMap<>());
        aside(connectors, app)
                .filter(name -> topics.stream().noneMatch(topic -> topic.name().equals(name)))
                .distinct()
                .map(name -> new Topic(name, 1))
                .toList()
                .forEach(topics::add);
        return new Generated(List.copyOf(topics), List.copyOf(connectors), app);
    }

    /** The topics of what goes aside, which settings of the pipeline may name. */
    private static Stream<String> aside(List<Connector> connectors, Map<String, String> app) {
        return Stream.concat(
                        Stream.of(app.get("late.topic"), app.get("invalid.topic")),
                        connectors.stream()
                                .flatMap(connector -> Stream.of(
                                        connector.config().get("dead.letter.topic"),
                                        connector.config().get("errors.deadletterqueue.topic.name"))))
                .filter(name -> name != null && !name.isBlank());
    }
}
