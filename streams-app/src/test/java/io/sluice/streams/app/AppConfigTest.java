package io.sluice.streams.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the configuration may say; and for each mistake one message that names the key, the value and the remedy. */
class AppConfigTest {
    @TempDir
    private Path directory;

    static Properties good() {
        Properties properties = new Properties();
        properties.put("application.id", "bars");
        properties.put("bootstrap.servers", "localhost:9092");
        properties.put("input.topics", "trades");
        properties.put("schema", "ts timestamp_micros, symbol string, price decimal(18,8), quantity decimal(18,8)");
        properties.put("key", "symbol");
        properties.put("time", "ts");
        properties.put("aggregates", "ohlcv(price, quantity)");
        properties.put("windows", "s1, m1, d1");
        properties.put("window.s1", "tumbling 1s");
        properties.put("window.m1", "tumbling 1m of s1");
        properties.put("window.d1", "tumbling 1d Europe/Berlin of m1");
        return properties;
    }

    @Test
    void whatIsNotSetHasItsDefault() {
        AppConfig config = AppConfig.of(good());

        assertThat(config.topics().bars()).containsEntry("m1", "bars-m1").hasSize(3);
        assertThat(config.topics().late()).isEqualTo("bars-late");
        assertThat(config.outputPartitions()).isEqualTo(6);
        assertThat(config.plan().levels().get(0).idle()).contains(Duration.ofMinutes(1));
        assertThat(config.plan().levels().get(2).idle())
                .as("a quiet minute does not close a day")
                .contains(Duration.ofDays(1));
        assertThat(config.http()).isEmpty();
        assertThat(StreamsApp.properties(config, null, HostInfo.unavailable(), false))
                .containsEntry("processing.guarantee", "exactly_once_v2");
    }

    @Test
    void aMistakeIsOneMessageWithKeyValueAndRemedy() {
        isRefused("application.id", "", "application.id is not set; give the application a name");
        isRefused("application.id", "a b", "application.id is 'a b'; it names topics: use letters");
        isRefused("input.topics", " ", "input.topics is not set; name the topics");
        isRefused("schema", "ts time", "schema is 'ts time'; ");
        isRefused("time", "when", "time is 'when'; the schema has no such column; it has ts, symbol, price, quantity");
        isRefused("time", "price", "time is 'price'; is a decimal(18,8); event time is a column of timestamp_millis");
        isRefused("key", "price", "key is 'price'; names 'price', a decimal(18,8); a key is made of");
        isRefused("sequence", "symbol", "sequence is 'symbol'; it is a string; rows are ordered by");
        isRefused("aggregates", "ohlc(price)", "aggregates is 'ohlc(price)'; there is no function 'ohlc'");
        isRefused("aggregates", "count() as rows", "a result has a field 'rows' already; name the aggregate apart");
        isRefused("windows", "s1, m1, d1, h1", "window.h1 is not set; declare the window");
        isRefused(
                "windows",
                "s1, m1",
                "window.d1 is 'tumbling 1d Europe/Berlin of m1'; there is no such key; the nearest is");
        isRefused(
                "window.m1",
                "tumbling 1m of s2",
                "window.m1 is 'tumbling 1m of s2'; it is computed from 's2', which is not");
        isRefused("window.m1", "every minute", "window.m1 is 'every minute'; 'every minute' is no window; write");
        isRefused("window.m1", "tumbling 7s of s1", "does not divide a day");
        isRefused("window.s1", "tumbling 8h", "its windows do not begin where windows of 's1' begin");
        isRefused("window.d1", "tumbling 1d Berlin of m1", "there is no time zone 'Berlin'");
        isRefused("window.s1.grace", "5s", "its grace of PT0S is less than that of 's1'");
        isRefused("window.s1.grace", "5 bananas", "window.s1.grace is '5 bananas'; '5 bananas' is no length of time");
        isRefused("window.s1.emit", "sometimes", "window.s1.emit is 'sometimes'; write one of final, updates, none");
        isRefused(
                "output.topic",
                "bars",
                "output.topic is 'bars'; there are 3 windows, and each needs a topic of its own");
        isRefused("late.topic", "trades", "late.topic is 'trades'; the topic is used for something else already");
        isRefused("output.partitions", "0", "output.partitions is '0'; write a whole number from 1 to 10000");
        isRefused(
                "late.corrections",
                "true",
                "late.corrections is 'true'; closed windows must be kept for it: set windows.keep");
        isRefused("keys.forget", "1h", "keys.forget is 'PT1H'; it must be longer than the idle time of window 'd1'");
        isRefused("output.format", "avro", "schema.registry.url is not set; output.format is avro: name the registry");
        isRefused("csv.delimiter", "ab", "csv.delimiter is 'ab'; 'ab' is not one character; write one, or tab");
        isRefused("outputs.topic", "x", "outputs.topic is 'x'; there is no such key; the nearest is 'output.topic'");
        isRefused("kafka.processing.guarantee", "at_least_once", "Sluice sets it itself; remove it");
    }

    @Test
    void everyKeyIsInTheDocumentationAndNoOther() throws Exception {
        Settings settings = new Settings(good());
        AppConfig.of(settings);
        TreeSet<String> documented = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("docs/configuration.md"))) {
            if (line.startsWith("| `")) {
                documented.add(line.substring(3, line.indexOf('`', 3)));
            }
        }
        TreeSet<String> asked = new TreeSet<>();
        settings.asked().forEach(key -> asked.add(key.replaceFirst("^window\\.[sdm]1", "window.NAME")));
        asked.add("kafka.KEY");
        assertThat(documented).isEqualTo(asked);
    }

    @Test
    void describePrintsTheTopologyAndTheSchemaOfResults() throws IOException {
        Ran ran = run(good(), "--describe");

        assertThat(ran.status()).isZero();
        assertThat(ran.out())
                .contains("Sub-topology: 1")
                .contains("topic: bars-m1")
                .contains("symbol string, window string, start timestamp_micros, end timestamp_micros, final boolean,"
                        + " revision int, gap boolean, rows long, open decimal(18,8)?");
    }

    @Test
    void theCommandTellsAMistakeWithItsFile() throws IOException {
        Properties properties = good();
        properties.remove("bootstrap.servers");

        Ran ran = run(properties);

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err())
                .startsWith(directory.resolve("app.properties") + ": bootstrap.servers is not set; name the brokers");
    }

    @Test
    void standbysAndStaticMembershipAreKafkaStreamsOwn() {
        Properties properties = good();
        properties.put("standbys", "2");
        properties.put("instance.id", "left");

        assertThat(StreamsApp.properties(AppConfig.of(properties), null, HostInfo.unavailable(), false))
                .containsEntry("num.standby.replicas", 2)
                .containsEntry("group.instance.id", "left");
        assertThat(StreamsApp.properties(AppConfig.of(good()), null, HostInfo.unavailable(), false))
                .containsEntry("num.standby.replicas", 0)
                .doesNotContainKey("group.instance.id");
    }

    /** How a run of the command ended, and what it printed. */
    private record Ran(int status, String out, String err) {}

    private Ran run(Properties properties, String... options) throws IOException {
        Path file = directory.resolve("app.properties");
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, "");
        }
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add(file.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = StreamsMain.run(
                arguments.toArray(String[]::new),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static void isRefused(String key, String value, String message) {
        Properties properties = good();
        properties.put(key, value);
        assertThatThrownBy(() -> AppConfig.of(properties))
                .as("%s=%s", key, value)
                .isInstanceOf(ConfigMistake.class)
                .hasMessageContaining(message);
    }
}
