package io.sluice.deploy.command.live;

import io.sluice.deploy.command.live.SideRecords.Kind;
import io.sluice.deploy.command.pipeline.Generated;
import io.sluice.deploy.command.pipeline.Generated.Connector;
import io.sluice.deploy.command.pipeline.Generated.Topic;
import io.sluice.deploy.command.pipeline.Input;
import io.sluice.deploy.command.pipeline.Pipeline;
import io.sluice.deploy.command.pipeline.Table;
import io.sluice.deploy.command.pipeline.Windows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/** Which topics, connectors and directories a pipeline's stages have. Immutable. */
final class Plan {
    private static final Pattern OF = Pattern.compile("\\bof\\s+([A-Za-z0-9_-]+)");

    private final Pipeline pipeline;
    private final Map<String, Connector> sources = new LinkedHashMap<>();
    private final Map<String, Connector> sinks = new LinkedHashMap<>();
    private final Map<String, Integer> topics = new LinkedHashMap<>();
    private final Map<String, Kind> aside = new HashMap<>();

    Plan(Pipeline pipeline, Generated generated) {
        this.pipeline = pipeline;
        // Made in this order, one each.
        var reading = generated.connectors().stream().filter(Connector::reads).iterator();
        pipeline.inputs().forEach(input -> sources.put(input.name(), reading.next()));
        var writing = generated.connectors().stream()
                .filter(connector -> !connector.reads())
                .iterator();
        pipeline.tables().forEach(table -> sinks.put(table.name(), writing.next()));
        for (Topic topic : generated.topics()) {
            topics.put(topic.name(), topic.partitions());
        }
        aside(generated.app().get("late.topic"), Kind.LATE);
        aside(generated.app().get("invalid.topic"), Kind.INVALID);
        generated.connectors().forEach(connector -> {
            aside(connector.config().get("errors.deadletterqueue.topic.name"), Kind.DEAD_LETTER);
            aside(connector.config().get("dead.letter.topic"), Kind.DEAD_LETTER);
        });
    }

    private void aside(String topic, Kind kind) {
        if (topic != null && topics.containsKey(topic)) {
            aside.put(topic, kind);
        }
    }

    Pipeline pipeline() {
        return pipeline;
    }

    Connector source(Input input) {
        return sources.get(input.name());
    }

    Connector sink(Table table) {
        return sinks.get(table.name());
    }

    /** By name, with the numbers of partitions. */
    Map<String, Integer> topics() {
        return topics;
    }

    List<TopicPartition> partitions(String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < topics.getOrDefault(topic, 0); i++) {
            partitions.add(new TopicPartition(topic, i));
        }
        return partitions;
    }

    List<TopicPartition> allPartitions() {
        return topics.keySet().stream()
                .flatMap(topic -> partitions(topic).stream())
                .toList();
    }

    /** The declarations of windows by name, in their order. */
    Map<String, String> levels() {
        return pipeline.windows().map(Windows::levels).orElse(Map.of());
    }

    List<TopicPartition> results() {
        return levels().keySet().stream()
                .flatMap(level -> partitions(pipeline.topic(level)).stream())
                .toList();
    }

    Map<TopicPartition, Kind> aside() {
        Map<TopicPartition, Kind> partitions = new HashMap<>();
        aside.forEach((topic, kind) -> partitions(topic).forEach(partition -> partitions.put(partition, kind)));
        return partitions;
    }

    /** Where dead letters go. */
    List<String> deadLetterTopics() {
        return aside.entrySet().stream()
                .filter(topic -> topic.getValue() == Kind.DEAD_LETTER)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** The stage that a window is computed from. */
    String before(String level) {
        Matcher of = OF.matcher(levels().get(level));
        return of.find() && levels().containsKey(of.group(1))
                ? window(of.group(1))
                : topic(pipeline.windows().orElseThrow().input());
    }

    /** The stage that a table is of. */
    String before(Table table) {
        return levels().containsKey(table.name()) ? window(table.name()) : topic(table.name());
    }

    static String directory(Input input) {
        return "dir:" + input.name();
    }

    /** The stage of an input's topic. */
    String topic(String input) {
        return "topic:" + pipeline.topic(input);
    }

    static String window(String level) {
        return "window:" + level;
    }

    static String table(Table table) {
        return "table:" + table.name();
    }
}
