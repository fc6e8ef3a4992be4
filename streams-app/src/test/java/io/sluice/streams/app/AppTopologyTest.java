package io.sluice.streams.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.record.ChunkHeaders;
import io.sluice.record.CsvFormat;
import io.sluice.record.RowSchema;
import io.sluice.streams.aggregate.Aggregates;
import io.sluice.streams.engine.KeyColumns;
import io.sluice.streams.engine.Plan;
import io.sluice.streams.rows.InputFormat;
import io.sluice.streams.window.Level;
import io.sluice.streams.window.LevelDeclaration;
import io.sluice.streams.window.Levels;
import io.sluice.streams.window.TimeScale;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole topology without a broker: records in, results, late and refused rows out. */
class AppTopologyTest {
    private static final RowSchema SCHEMA =
            RowSchema.parse("ts timestamp_micros, symbol string, price decimal(18,2)?, quantity long?");

    private final AtomicBoolean upstreamAtEnd = new AtomicBoolean();
    private final Counts counts = new Counts(() -> 0);
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> input;

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    @Test
    void aChunkOfLinesBecomesBarsOfEachLevelWhenTheWatermarkHasPassedThem() {
        start(InputFormat.Kind.CSV, Level.Emit.FINAL, false);
        chunk("f1", 0, """
                2016-10-07T00:00:00Z,BTC,10.00,1
                2016-10-07T00:00:00.5Z,BTC,12.00,3
                2016-10-07T00:00:01Z,BTC,9.00,2
                2016-10-07T00:01:00Z,BTC,11.00,1
                2016-10-07T00:01:05Z,BTC,11.50,1
                """, true);

        assertThat(bars("s1"))
                .containsExactly(
                        "BTC="
                                + bar(
                                        "s1",
                                        "00:00:00Z",
                                        "00:00:01Z",
                                        2,
                                        "10.00",
                                        "12.00",
                                        "10.00",
                                        "12.00",
                                        "4",
                                        "11.50000000",
                                        2),
                        "BTC="
                                + bar(
                                        "s1",
                                        "00:00:01Z",
                                        "00:00:02Z",
                                        1,
                                        "9.00",
                                        "9.00",
                                        "9.00",
                                        "9.00",
                                        "2",
                                        "9.00000000",
                                        1),
                        "BTC="
                                + bar(
                                        "s1",
                                        "00:01:00Z",
                                        "00:01:01Z",
                                        1,
                                        "11.00",
                                        "11.00",
                                        "11.00",
                                        "11.00",
                                        "1",
                                        "11.00000000",
                                        1));
        assertThat(bars("m1"))
                .containsExactly("BTC="
                        + bar(
                                "m1",
                                "00:00:00Z",
                                "00:01:00Z",
                                3,
                                "10.00",
                                "12.00",
                                "9.00",
                                "9.00",
                                "6",
                                "10.66666667",
                                3));
        assertThat(counts.partialRecords.sum())
                .as("records between fold and windows")
                .isEqualTo(1);
    }

    @Test
    void rowsThatCannotBeAggregatedAreNamedAndTheirNeighboursAreNot() {
        start(InputFormat.Kind.CSV, Level.Emit.FINAL, false);
        chunk(
                "f1",
                0,
                "2016-10-07T00:00:00Z,BTC,10.00,1\nnonsense\n2016-10-07T00:00:00Z,BTC,x,1\n2016-10-07T00:00:09Z,BTC,1,1\n",
                false);
        input.pipeInput(new TestRecord<byte[], byte[]>("k".getBytes(StandardCharsets.UTF_8), null));

        assertThat(bars("s1")).hasSize(1);
        List<TestRecord<String, byte[]>> refused = driver.createOutputTopic(
                        "invalid", new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
        assertThat(refused).hasSize(3);
        assertThat(text(refused.get(0).value())).isEqualTo("nonsense\n");
        assertThat(header(refused.get(0), FoldProcessor.ROW)).isEqualTo("1");
        assertThat(header(refused.get(0), FoldProcessor.OFFSET)).isEqualTo("0");
        assertThat(header(refused.get(0), FoldProcessor.TOPIC)).isEqualTo("trades");
        assertThat(header(refused.get(0), FoldProcessor.PARTITION)).isEqualTo("0");
        assertThat(header(refused.get(0), ChunkHeaders.FILE)).isEqualTo("/in/f1");
        assertThat(header(refused.get(0), ChunkHeaders.OFFSET)).isEqualTo("33");
        assertThat(header(refused.get(1), ChunkHeaders.OFFSET)).isEqualTo("42");
        assertThat(header(refused.get(1), FoldProcessor.ROW)).isEqualTo("2");
        assertThat(header(refused.get(1), FoldProcessor.REASON))
                .contains("column 'price'")
                .contains("byte 67");
        assertThat(refused.get(2).value()).isNull();
        assertThat(header(refused.get(2), FoldProcessor.REASON)).contains("tombstone");
        assertThat(counts.invalidRows.sum()).isEqualTo(3);
    }

    @Test
    void lateRowsAreToldWithTheirWindowAndWhereTheyCameFrom() {
        start(InputFormat.Kind.CSV, Level.Emit.FINAL, false);
        line("2016-10-07T00:00:00Z,BTC,10.00,1");
        line("2016-10-07T00:00:05Z,BTC,10.00,1");
        line("2016-10-07T00:00:00.9Z,BTC,99.00,1");

        assertThat(bars("s1")).hasSize(1).allMatch(bar -> !bar.contains("99.00"));
        assertThat(texts("late"))
                .singleElement()
                .asString()
                .startsWith("BTC={\"symbol\":\"BTC\",\"window\":\"s1\",\"start\":\"2016-10-07T00:00:00Z\","
                        + "\"end\":\"2016-10-07T00:00:01Z\",\"watermark\":\"2016-10-07T00:00:05Z\","
                        + "\"reason\":\"the window was emitted\",\"corrected\":false,\"topic\":\"trades\","
                        + "\"partition\":0,\"offset\":2,\"lastOffset\":2,\"rows\":1,\"open\":\"99.00\"");
    }

    @Test
    void lateRowsCorrectTheirWindowsInRevisionsOnAllLevelsIfThatIsWanted() {
        start(InputFormat.Kind.CSV, Level.Emit.FINAL, true);
        line("2016-10-07T00:00:00Z,BTC,10.00,1");
        line("2016-10-07T00:02:00Z,BTC,10.00,1");
        assertThat(bars("m1")).hasSize(1);
        line("2016-10-07T00:00:00.9Z,BTC,99.00,1");
        line("2016-10-07T00:00:00.95Z,BTC,98.00,1");

        assertThat(bars("s1")).hasSize(3);
        assertThat(bars("m1"))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains("\"revision\":1,")
                                .contains("\"high\":\"99.00\"")
                                .contains("\"rows\":2"),
                        second -> assertThat(second)
                                .contains("\"revision\":2,")
                                .contains("\"close\":\"98.00\"")
                                .contains("\"rows\":3"));
        assertThat(texts("late")).hasSize(4).allMatch(late -> late.contains("\"corrected\":true"));
        assertThat(counts.lateRows.sum()).isZero();
        assertThat(counts.correctedRows.sum()).isEqualTo(2);
    }

    @Test
    void aQuietKeysWindowsCloseAfterTheIdleTimeButOnlyWhileUpstreamIsAtItsEnd() {
        start(InputFormat.Kind.CSV, Level.Emit.FINAL, false);
        line("2016-10-07T00:00:00Z,BTC,10.00,1");
        driver.advanceWallClockTime(Duration.ofHours(1));
        assertThat(bars("s1")).isEmpty();

        upstreamAtEnd.set(true);
        for (int i = 0; i < 29; i++) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
        assertThat(bars("s1")).isEmpty();
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertThat(bars("s1")).hasSize(1);
        assertThat(bars("m1")).as("a level may wait longer").isEmpty();
        for (int i = 0; i < 30; i++) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
        assertThat(bars("m1")).hasSize(1);
    }

    @Test
    void updatesComeAfterEachRecordAndAreNotFinal() {
        start(InputFormat.Kind.CSV, Level.Emit.UPDATES, false);
        line("2016-10-07T00:00:00Z,BTC,10.00,1");
        line("2016-10-07T00:00:01Z,BTC,12.00,1");

        assertThat(bars("m1"))
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"final\":false").contains("\"rows\":1"),
                        second -> assertThat(second)
                                .contains("\"final\":false")
                                .contains("\"rows\":2")
                                .contains("\"high\":\"12.00\""));
        assertThat(bars("s1")).hasSize(3);
    }

    @Test
    void connectsJsonIsReadWithItsSchemaWithoutAndAsText() {
        start(InputFormat.Kind.CONNECT_JSON, Level.Emit.FINAL, false);
        json("{\"ts\":1475798400000000,\"symbol\":\"A\",\"price\":10.10,\"quantity\":1}");
        json("""
                {"schema":{"type":"struct","fields":[
                 {"field":"ts","type":"int64","name":"org.apache.kafka.connect.data.Timestamp","version":1},
                 {"field":"symbol","type":"string"},
                 {"field":"price","type":"bytes","name":"org.apache.kafka.connect.data.Decimal","version":1,
                  "parameters":{"scale":"2"}},
                 {"field":"quantity","type":"int32"}]},
                 "payload":{"ts":1475798400100,"symbol":"A","price":"A+w=","quantity":2}}""");
        json("{\"schema\":{\"type\":\"string\"},\"payload\":\"2016-10-07T00:00:00.2Z,A,10.30,3\"}");
        json("\"2016-10-07T00:00:00.3Z,A,10.20,4\"");
        json("{\"schema\":null,\"payload\":{\"ts\":\"2016-10-07T00:00:01Z\",\"symbol\":\"A\"}}");
        json("[]");
        assertThat(bars("s1"))
                .containsExactly("A="
                        + bar(
                                        "s1",
                                        "00:00:00Z",
                                        "00:00:01Z",
                                        4,
                                        "10.10",
                                        "10.30",
                                        "10.04",
                                        "10.20",
                                        "10",
                                        "10.18800000",
                                        4)
                                .replace("BTC", "A"));
        assertThat(driver.createOutputTopic("invalid", new StringDeserializer(), new StringDeserializer())
                        .readRecordsToList())
                .singleElement()
                .satisfies(record -> assertThat(new String(
                                record.headers()
                                        .lastHeader(FoldProcessor.REASON)
                                        .value(),
                                StandardCharsets.UTF_8))
                        .contains("neither an object nor a text"));
    }

    private void start(InputFormat.Kind kind, Level.Emit emit, boolean corrections) {
        List<Level> levels = new ArrayList<>();
        for (String declared : List.of("s1=tumbling 1s", "m1=tumbling 1m of s1")) {
            String[] parts = declared.split("=");
            Duration idle = Duration.ofSeconds(parts[0].equals("s1") ? 30 : 60);
            levels.add(new LevelDeclaration(parts[0], parts[1], Duration.ZERO, Optional.of(idle), emit, 0)
                    .level(levels, TimeScale.MICROS));
        }
        Plan plan = new Plan(
                SCHEMA,
                new KeyColumns(SCHEMA, List.of("symbol")),
                0,
                List.of(),
                Aggregates.parse("ohlcv(price, quantity)", SCHEMA, 0),
                new Levels(levels),
                TimeScale.MICROS,
                corrections,
                Optional.empty(),
                corrections ? TimeScale.MICROS.ticks(Duration.ofDays(1)) : 0);
        AppTopology topology = new AppTopology(
                plan,
                new InputFormat(kind, CsvFormat.standard(), true),
                List.of("trades"),
                new AppTopology.Topics(Map.of("s1", "bars-s1", "m1", "bars-m1"), "late", "invalid"),
                1,
                new AppTopology.StoreSettings(true, 1_000, Map.of(), () -> 1),
                UpstreamEnd.of(1, task -> upstreamAtEnd.get()),
                Duration.ofSeconds(1),
                new CommitPace.OfThreads(new CommitPace.Limits(Duration.ofMillis(500), Duration.ofSeconds(5)), () -> 0),
                () -> new JsonBars(plan),
                counts);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        driver = new TopologyTestDriver(topology.get(), properties);
        input = driver.createInputTopic("trades", new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void line(String line) {
        input.pipeInput(line.getBytes(StandardCharsets.UTF_8));
    }

    private void json(String json) {
        line(json);
    }

    private void chunk(String file, long offset, String lines, boolean last) {
        byte[] value = lines.getBytes(StandardCharsets.UTF_8);
        RecordHeaders headers = new RecordHeaders();
        new ChunkHeaders(
                        "/in/" + file,
                        file,
                        offset,
                        value.length,
                        0,
                        ChunkHeaders.Framing.LINES,
                        last ? Optional.of(new ChunkHeaders.FileEnd(1, "0".repeat(64))) : Optional.empty())
                .write(headers::add);
        input.pipeInput(new TestRecord<>(null, value, headers));
    }

    private List<String> bars(String level) {
        return texts("bars-" + level);
    }

    private List<String> texts(String topic) {
        return driver
                .createOutputTopic(topic, new StringDeserializer(), new StringDeserializer())
                .readRecordsToList()
                .stream()
                .map(record -> record.key() + "=" + record.value())
                .toList();
    }

    private static String bar(
            String level,
            String start,
            String end,
            int rows,
            String open,
            String high,
            String low,
            String close,
            String volume,
            String vwap,
            int trades) {
        return "{\"symbol\":\"BTC\",\"window\":\"" + level + "\",\"start\":\"2016-10-07T" + start
                + "\",\"end\":\"2016-10-07T" + end + "\",\"final\":true,\"revision\":0,\"gap\":false,\"rows\":" + rows
                + ",\"open\":\"" + open + "\",\"high\":\"" + high + "\",\"low\":\"" + low + "\",\"close\":\"" + close
                + "\",\"volume\":\"" + volume + "\",\"vwap\":\"" + vwap + "\",\"trades\":" + trades + ",\"nulls\":0}";
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String header(TestRecord<?, ?> record, String name) {
        return text(record.headers().lastHeader(name).value());
    }
}
