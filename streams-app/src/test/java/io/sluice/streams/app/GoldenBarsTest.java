package io.sluice.streams.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The contract of results, {@code deploy/topics/bars.golden.jsonl}: what these rows give, to the last character. */
class GoldenBarsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Output(String topic, String key, String value) {}

    @TestFactory
    Stream<DynamicTest> everyCaseGivesItsResults() throws IOException {
        List<String> cases = Files.readAllLines(Path.of("../deploy/topics/bars.golden.jsonl"));
        assertThat(cases).isNotEmpty();
        return cases.stream()
                .map(GoldenBarsTest::parsed)
                .map(golden -> DynamicTest.dynamicTest(golden.get("case").asText(), () -> {
                    List<Output> expected = new ArrayList<>();
                    golden.get("results")
                            .forEach(result -> expected.add(new Output(
                                    result.get("topic").asText(),
                                    result.get("key").asText(),
                                    result.get("value").asText())));
                    assertThat(outputs(golden)).isEqualTo(expected);
                }));
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private static List<Output> outputs(JsonNode golden) {
        Properties properties = new Properties();
        properties.put("application.id", "app");
        properties.put("bootstrap.servers", "none:1");
        properties.put("input.topics", "in");
        properties.put("stores", "memory");
        golden.get("config")
                .properties()
                .forEach(
                        entry -> properties.put(entry.getKey(), entry.getValue().asText()));
        AppConfig config = AppConfig.of(properties);
        Properties driven = new Properties();
        driven.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        driven.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        List<Output> outputs = new ArrayList<>();
        try (TopologyTestDriver driver = new TopologyTestDriver(StreamsApp.topology(config), driven)) {
            TestInputTopic<byte[], byte[]> input =
                    driver.createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer());
            golden.get("lines").forEach(line -> input.pipeInput(line.asText().getBytes(StandardCharsets.UTF_8)));
            List<String> topics =
                    new ArrayList<>(new TreeSet<>(config.topics().bars().values()));
            topics.add(config.topics().late());
            topics.add(config.topics().invalid());
            for (String topic : topics) {
                driver.createOutputTopic(topic, new StringDeserializer(), new StringDeserializer())
                        .readRecordsToList()
                        .forEach(record -> outputs.add(new Output(
                                topic.substring("app-".length()), String.valueOf(record.key()), record.value())));
            }
        }
        return outputs;
    }
}
