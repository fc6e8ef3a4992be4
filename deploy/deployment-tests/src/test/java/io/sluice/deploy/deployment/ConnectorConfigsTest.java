package io.sluice.deploy.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sink.ParquetSinkConnector;
import io.sluice.source.FileSourceConnector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.json.JsonConverterConfig;
import org.apache.kafka.connect.runtime.SinkConnectorConfig;
import org.apache.kafka.connect.runtime.SourceConnectorConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The connector configurations that users begin with are ones that the connectors and Connect accept. */
class ConnectorConfigsTest {
    private static final Set<String> TOPIC_CREATION =
            Set.of("topic.creation.default.partitions", "topic.creation.default.replication.factor");

    static List<Path> connectors() throws IOException {
        return Shipped.connectors();
    }

    private static Connector connector(Map<String, String> config) {
        return switch (config.get("connector.class")) {
            case "io.sluice.source.FileSourceConnector" -> new FileSourceConnector();
            case "io.sluice.sink.ParquetSinkConnector" -> new ParquetSinkConnector();
            default -> throw new AssertionError("no connector of ours: " + config.get("connector.class"));
        };
    }

    private static boolean isSource(Map<String, String> config) {
        return config.get("connector.class").contains(".source.");
    }

    @Test
    void theCommonCasesAreThere() throws IOException {
        assertThat(connectors().stream().map(file -> String.valueOf(file.getFileName())))
                .contains(
                        "tail-logs.json",
                        "csv-rows.json",
                        "line-chunks.json",
                        "binary-chunks.json",
                        "trades-to-parquet.json",
                        "bars-to-parquet.json",
                        "trades-to-s3.json");
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void theConnectorItselfFindsNothingWrong(Path file) throws IOException {
        Map<String, String> config = Shipped.config(file);

        List<String> errors = new ArrayList<>();
        for (ConfigValue value : connector(config).validate(config).configValues()) {
            errors.addAll(value.errorMessages());
        }

        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void connectsOwnKeysHaveValuesThatItAccepts(Path file) throws IOException {
        Map<String, String> config = Shipped.config(file);
        ConfigDef own = isSource(config) ? SourceConnectorConfig.configDef() : SinkConnectorConfig.configDef();

        List<String> errors = new ArrayList<>();
        own.validate(config).forEach(value -> value.errorMessages().forEach(error -> errors.add(value.name() + error)));

        assertThat(errors).isEmpty();
    }

    /** A misspelt key is no error to Connect: it is only without effect. */
    @ParameterizedTest
    @MethodSource("connectors")
    void everyKeyIsOneThatSomebodyReads(Path file) throws IOException {
        Map<String, String> config = Shipped.config(file);
        Set<String> known = new HashSet<>(connector(config).config().names());
        known.addAll((isSource(config) ? SourceConnectorConfig.configDef() : SinkConnectorConfig.configDef()).names());
        known.addAll(TOPIC_CREATION);
        JsonConverterConfig.configDef().names().forEach(key -> known.add("value.converter." + key));
        ConsumerConfig.configNames().forEach(key -> known.add("consumer.override." + key));
        ProducerConfig.configNames().forEach(key -> known.add("producer.override." + key));

        assertThat(known).containsAll(config.keySet());
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void everyOneIsExactlyOnceAndNamedAsItsFile(Path file) throws IOException {
        Map<String, String> config = Shipped.config(file);

        assertThat(file).hasFileName(config.get("name") + ".json");
        if (isSource(config)) {
            assertThat(config)
                    .containsEntry("exactly.once.support", "required")
                    .containsEntry("transaction.boundary", "connector");
        } else {
            assertThat(config).containsEntry("consumer.override.isolation.level", "read_committed");
        }
    }

    @Test
    void theSinkOfBarsHasTheSchemaThatTheAppSaysItsResultsHave() throws IOException, InterruptedException {
        Process describe = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.sluice.streams.app.StreamsMain",
                        "--describe",
                        Shipped.DEPLOY.resolve("app/bars.properties").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(describe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(describe.waitFor(2, TimeUnit.MINUTES)).isTrue();

        Map<String, String> sink = Shipped.config(Shipped.DEPLOY.resolve("connect/connectors/bars-to-parquet.json"));
        assertThat(said).contains("Schema of results:");
        assertThat(said.lines().map(String::strip)).contains(sink.get("schema"));
        for (String topic : sink.get("topics").split(",")) {
            assertThat(said).contains("Sink: " + topic + " ");
        }
    }

    /** What one writes the others read. */
    @Test
    void theTradesOfTheSourceAreThoseOfTheAppAndOfTheSinks() throws IOException {
        Path connectors = Shipped.DEPLOY.resolve("connect/connectors");
        Map<String, String> app = Shipped.properties("app/bars.properties");
        String topic = Shipped.config(connectors.resolve("line-chunks.json")).get("topic");

        assertThat(app).containsEntry("input.topics", topic);
        for (String sink : List.of("trades-to-parquet.json", "trades-to-s3.json")) {
            assertThat(Shipped.config(connectors.resolve(sink)))
                    .containsEntry("topics", topic)
                    .containsEntry("schema", app.get("schema"))
                    .containsEntry("csv.header", app.get("csv.header"));
        }
    }
}
