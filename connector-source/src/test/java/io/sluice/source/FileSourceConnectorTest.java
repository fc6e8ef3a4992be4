package io.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSourceConnectorTest {

    private final FileSourceConnector connector = new FileSourceConnector();

    @AfterEach
    void stop() {
        connector.stop();
    }

    private static Map<String, String> config(String... more) {
        Map<String, String> config = new HashMap<>(Map.of("name", "logs", "roots", "in=/in", "topic", "lines"));
        for (int i = 0; i < more.length; i += 2) {
            if (more[i + 1] == null) {
                config.remove(more[i]);
            } else {
                config.put(more[i], more[i + 1]);
            }
        }
        return config;
    }

    private Map<String, List<String>> errors(Map<String, String> config) {
        return connector.validate(config).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    private void assertError(String key, String message, Map<String, String> config) {
        Map<String, List<String>> errors = errors(config);
        assertThat(errors).containsOnlyKeys(key);
        assertThat(errors.get(key)).singleElement().asString().contains(key).contains(message);
        assertThatThrownBy(() -> connector.start(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(message);
    }

    @Test
    void theConnectorShowsWhatItIsWhileItRuns() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.sluice.source:type=connector,connector=\"logs\"");
        connector.start(config());
        List<Map<String, String>> unused = connector.taskConfigs(3);

        assertThat(server.getAttribute(name, "tasks")).isEqualTo(3L);
        assertThat(server.getAttribute(name, "roots")).isEqualTo(1L);
        assertThat(server.getAttribute(name, "exactly-once")).isEqualTo(0L);

        connector.stop();
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    void theLeastConfigurationIsRootsAndTopic() {
        assertThat(errors(config())).isEmpty();
    }

    @Test
    void whatIsMissingIsSaidAtItsKey() {
        assertThat(errors(Map.of("name", "logs"))).containsOnlyKeys("roots", "topic");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    roots               | relative                 | is not absolute
                    roots               | a=/x,a=/y                | give each an id of its own
                    roots               | /x/in,/y/in              | a=/x/in,b=/y/in
                    mode                | watch                    | one of tail, complete
                    complete.marker     | .done                    | set mode=complete or remove it
                    complete.marker     | */x                      | it must be what comes behind a file's name
                    topic               | a b                      | holds ' '
                    topic               | ${host}                  | nor a named group of topic.pattern
                    topic               | ..                       | no name of a topic
                    topic.pattern       | (                        | no regular expression
                    charset             | UTF-9                    | no charset
                    over.long           | drop                     | one of fail, skip, truncate, split
                    multiline.max.lines | 0                        | 1 to 1000000
                    key                 | file                     | none of none, file-id, path and column:NAME
                    key                 | column:a                 | there are no columns
                    timestamp           | column:a                 | there are no columns
                    timestamp           | pattern                  |  timestamp.pattern: is missing
                    timestamp           | now                      | none of none, ingest
                    schema              | a string                 | set framing=csv or framing=json
                    bad.records         | dead-letter              | dead.letter.topic: is missing
                    dead.letter.topic   | dead                     | set bad.records=dead-letter
                    framing             | multiline                | multiline.pattern: is missing
                    transaction.bytes   | 100000000                | raise budget.bytes
                    budget.bytes        | 70000                    | two turns of turn.bytes
                    schema              | infer                    | set framing=csv or framing=json
                    line.delimiter      | \\x                      | a backslash before
                    """)
    void whatIsWrongIsSaidWithTheRemedy(String key, String value, String message) {
        Map<String, List<String>> errors = errors(config(key, value));

        assertThat(errors.values().stream().flatMap(List::stream)).anyMatch(error -> error.contains(message));
    }

    @Test
    void theStartRefusesWhatValidationDoes() {
        assertError("topic", "holds ' '", config("topic", "a b"));
    }

    @Test
    void partsOfChunksAreRefused() {
        assertError("over.long", "set skip or fail", config("framing", "line-chunks", "over.long", "split"));
    }

    @Test
    void chunksOfAFileNeedOneKey() {
        assertError("key", "set key=file-id", config("framing", "bytes", "key", "path"));
    }

    @Test
    void aColumnThatIsNotThereIsNamedWithThoseThatAre() {
        assertError(
                "key",
                "which schema does not have; it has a, b",
                config("framing", "csv", "schema", "a string, b date", "key", "column:c"));
        assertError(
                "timestamp",
                "must be a date or a timestamp",
                config("framing", "csv", "schema", "a string, b date", "timestamp", "column:a"));
        assertThat(errors(config(
                        "framing", "csv", "schema", "a string, b date", "timestamp", "column:b", "key", "column:a")))
                .isEmpty();
    }

    @Test
    void aWrongSchemaAndAWrongQuoteAreSaidAtTheirKeys() {
        assertThat(errors(config("framing", "csv", "schema", "a strong", "csv.quote", "a", "csv.delimiter", "''")))
                .containsOnlyKeys("schema", "csv.quote", "csv.delimiter");
    }

    @Test
    void exactlyOnceSaysWhichSettingOfConnectIsWrongAndWhatToSet() {
        assertError(
                "transaction.boundary",
                "set transaction.boundary=connector",
                config("exactly.once.support", "required"));
        assertError(
                "errors.tolerance",
                "set errors.tolerance=none",
                config(
                        "exactly.once.support",
                        "required",
                        "transaction.boundary",
                        "connector",
                        "errors.tolerance",
                        "all"));
        assertError(
                "exactly.once.support",
                "set exactly.once.support=required",
                config("transaction.boundary", "connector"));
        assertError("transaction.boundary", "time-out", config("transaction.boundary", "interval"));
        assertThat(errors(config("exactly.once.support", "required", "transaction.boundary", "connector")))
                .isEmpty();
        assertThat(connector.exactlyOnceSupport(config())).isEqualTo(ExactlyOnceSupport.SUPPORTED);
    }

    @Test
    void tasksAreToldTheirShareAndNoFiles() {
        connector.start(config());

        assertThat(connector.taskConfigs(3))
                .extracting(task -> task.get(TaskShare.INDEX) + " of " + task.get(TaskShare.COUNT))
                .containsExactly("0 of 3", "1 of 3", "2 of 3");
        assertThat(connector.taskConfigs(2).get(0))
                .containsAllEntriesOf(config())
                .hasSize(config().size() + 2);
    }

    @Test
    void aSchemaIsInferredFromFilesThatAreThereAndGoesToAllTasks(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("a.csv"), "symbol,price,zip\nA,1,01234\n");
        Files.writeString(directory.resolve("b.csv"), "symbol,price,zip\nB,2.5,1\n");
        connector.start(inferring(directory, Map.of("key", "column:symbol")));

        assertThat(connector.taskConfigs(2))
                .allSatisfy(config ->
                        assertThat(config).containsEntry("schema", "symbol string?, price double?, zip string?"));
    }

    @Test
    void aSchemaCannotBeInferredFromNothing(@TempDir Path directory) {
        assertThatThrownBy(() -> connector.start(inferring(directory, Map.of())))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("declare the schema");
    }

    @Test
    void anInferredSchemaMustHaveTheColumnsThatAreAskedFor(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("a.csv"), "symbol\nA\n");

        assertThatThrownBy(() -> connector.start(inferring(directory, Map.of("key", "column:ticker"))))
                .hasMessageContaining("ticker");
    }

    private static Map<String, String> inferring(Path directory, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(Map.of(
                "name", "rows",
                "roots", "in=" + directory,
                "topic", "rows",
                "framing", "csv",
                "csv.header", "names",
                "schema", "infer"));
        config.putAll(more);
        return config;
    }

    @Test
    void offsetsSetByHandAreChecked() {
        Map<String, ?> file = Map.of("file", "in:/dir/app.log#4711");

        assertThat(alter(file, Map.of("position", 17L))).isTrue();
        assertThat(alter(file, Map.of("position", 17))).isTrue();
        assertThat(alter(Map.of("anything", "else"), null)).isTrue();
        assertRefused(file, Map.of("position", -1), "position");
        assertRefused(file, Map.of("position", "x"), "position: x is not a whole number");
        assertRefused(file, Map.of("offset", 1, "position", 1), "holds offset");
        assertRefused(file, Map.of("position", 1, "phase", "GONE"), "GONE is none of");
        assertRefused(Map.of("file", "out:/a#1"), Map.of("position", 1), "roots has the ids in");
        assertRefused(Map.of("file", "in:/a#b"), Map.of("position", 1), "inode number");
        assertRefused(Map.of("filename", "in:1"), Map.of("position", 1), "root:/directory/name#inode");
        assertRefused(Map.of("file", "in:4711"), Map.of("position", 1), "'in:4711' names no file");
        assertThat(alter(Map.of("inode", "in:4711"), Map.of("family", "in:/a"))).isTrue();
        assertRefused(Map.of("inode", "in:4711"), Map.of("position", 1), "family");
    }

    private boolean alter(Map<String, ?> partition, Map<String, ?> offset) {
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        offsets.put(partition, offset);
        return connector.alterOffsets(config(), offsets);
    }

    private void assertRefused(Map<String, ?> partition, Map<String, ?> offset, String message) {
        assertThatThrownBy(() -> alter(partition, offset))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(message);
    }

    @Test
    void connectFindsTheConnectorByItsServiceFile() {
        Optional<SourceConnector> found = ServiceLoader.load(SourceConnector.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(FileSourceConnector.class::isInstance)
                .findFirst();

        assertThat(found)
                .map(Connector::version)
                .hasValueSatisfying(version -> assertThat(version).matches("\\d.*"));
    }
}
