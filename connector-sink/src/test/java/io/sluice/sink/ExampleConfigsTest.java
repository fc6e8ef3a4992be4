package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleConfigsTest {

    /** Keys of Connect that the examples use. */
    private static final Set<String> CONNECTS = Set.of(
            "name",
            "connector.class",
            "tasks.max",
            "topics",
            "consumer.override.isolation.level",
            "errors.tolerance",
            "errors.deadletterqueue.topic.name",
            "header.converter",
            "value.converter.schemas.enable",
            "key.converter",
            "value.converter");

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src", "plugin", "etc"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsValidAndUsesKeysThatThereAre(Path example) throws IOException {
        Map<String, String> config = example.toString().endsWith(".json") ? json(example) : properties(example);

        List<ConfigValue> values = new ParquetSinkConnector().validate(config).configValues();

        assertThat(values.stream().flatMap(value -> value.errorMessages().stream()))
                .isEmpty();
        assertThat(config.keySet())
                .allMatch(key ->
                        CONNECTS.contains(key) || SinkConfig.keys().names().contains(key));
        assertThat(config).containsEntry("connector.class", ParquetSinkConnector.class.getName());
    }

    private static Map<String, String> properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> config = new HashMap<>();
        properties.forEach((key, value) -> config.put((String) key, (String) value));
        return config;
    }

    private static Map<String, String> json(Path file) throws IOException {
        Map<String, String> config = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    config.put(parser.currentName(), parser.getText());
                }
            }
        }
        return config;
    }
}
