package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.sink.store.targets.LocalTarget;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every type goes through the connector into files that DuckDB and parquet-java read back. */
class ColumnTypesTest {
    private static final String PRECISION = "connect.decimal.precision";

    @TempDir
    Path directory;

    private FakeSinkWorker.Broker broker;
    private long offset;
    private List<String> seenByParquetJava;

    @BeforeEach
    void anEmptyTopic() {
        broker = new FakeSinkWorker.Broker();
    }

    private void send(Schema schema, Object value) {
        broker.add(Trades.record(SinkRig.TRADES, offset++, schema, value));
    }

    private void sendEach(Schema field, Object... values) {
        Schema schema = SchemaBuilder.struct().field("v", field).build();
        for (Object value : values) {
            send(schema, new Struct(schema).put("v", value));
        }
    }

    /** The column {@code v} of all rows as DuckDB prints it, in the order of the records. */
    private List<String> read(Map<String, String> config) throws IOException, SQLException {
        return read(config, "v::varchar").stream().map(row -> row.get(0)).toList();
    }

    private List<List<String>> read(Map<String, String> config, String columns) throws IOException, SQLException {
        Map<String, String> all = new HashMap<>(config);
        all.putIfAbsent("metadata.columns", "offset");
        try (LocalVfs vfs = LocalVfs.rootedAt(directory)) {
            new SinkRig(vfs, directory, broker, all).start(SinkRig.TRADES).readAllAndClose();
            // parquet-java reads the same files, all rows of them.
            seenByParquetJava = rowsOfParquetJava(vfs);
            assertThat(seenByParquetJava).hasSize((int) offset);
        }
        try (DuckDb duck = new DuckDb()) {
            return duck.rows("select " + columns + " from " + DuckDb.files(directory.resolve("trades"))
                    + " order by kafka_offset");
        }
    }

    private List<String> rowsOfParquetJava(LocalVfs vfs) throws IOException {
        List<String> rows = new ArrayList<>();
        LocalTarget target = new LocalTarget(vfs, directory.resolve("trades"), Runnable::run, RetrySettings.NONE);
        target.walk("", (name, bytes) -> {
            if (name.endsWith(".parquet")) {
                SinkRig.read(vfs, directory.resolve("trades").resolve(name), row -> rows.add(row.toString()));
            }
        });
        return rows;
    }

    @Test
    void wholeNumbersUpToTheirEdges() throws IOException, SQLException {
        Schema schema = SchemaBuilder.struct()
                .field("a", Schema.INT8_SCHEMA)
                .field("b", Schema.INT16_SCHEMA)
                .field("c", Schema.INT32_SCHEMA)
                .field("d", Schema.INT64_SCHEMA)
                .build();
        send(
                schema,
                new Struct(schema)
                        .put("a", Byte.MIN_VALUE)
                        .put("b", Short.MIN_VALUE)
                        .put("c", Integer.MIN_VALUE)
                        .put("d", Long.MIN_VALUE));
        send(
                schema,
                new Struct(schema)
                        .put("a", Byte.MAX_VALUE)
                        .put("b", Short.MAX_VALUE)
                        .put("c", Integer.MAX_VALUE)
                        .put("d", Long.MAX_VALUE));

        assertThat(read(Map.of(), "a, b, c, d, typeof(a), typeof(b), typeof(c), typeof(d)"))
                .containsExactly(
                        List.of(
                                "-128",
                                "-32768",
                                "-2147483648",
                                "-9223372036854775808",
                                "TINYINT",
                                "SMALLINT",
                                "INTEGER",
                                "BIGINT"),
                        List.of(
                                "127",
                                "32767",
                                "2147483647",
                                "9223372036854775807",
                                "TINYINT",
                                "SMALLINT",
                                "INTEGER",
                                "BIGINT"));
    }

    @Test
    void floatingPointNumbers() throws IOException, SQLException {
        sendEach(Schema.OPTIONAL_FLOAT64_SCHEMA, 1.5, -0.0, Double.MAX_VALUE, Double.NEGATIVE_INFINITY, null);

        assertThat(read(Map.of())).containsExactly("1.5", "-0.0", "1.7976931348623157e+308", "-inf", null);
    }

    @Test
    void texts() throws IOException, SQLException {
        sendEach(Schema.OPTIONAL_STRING_SCHEMA, "plain", "", null, "日本\n𝄞");

        assertThat(read(Map.of())).containsExactly("plain", "", null, "日本\n𝄞");
    }

    @Test
    void bytesAndBooleans() throws IOException, SQLException {
        Schema schema = SchemaBuilder.struct()
                .field("b", Schema.BYTES_SCHEMA)
                .field("t", Schema.BOOLEAN_SCHEMA)
                .build();
        send(schema, new Struct(schema).put("b", new byte[] {0, -1}).put("t", true));
        send(schema, new Struct(schema).put("b", new byte[0]).put("t", false));

        assertThat(read(Map.of(), "hex(b), t")).containsExactly(List.of("00FF", "true"), List.of("", "false"));
    }

    @ParameterizedTest
    @CsvSource({"4, 2", "9, 0", "18, 8", "18, 18", "19, 4", "38, 10", "38, 38"})
    void decimalsUpToTheirEdges(int precision, int scale) throws IOException, SQLException {
        BigDecimal most = new BigDecimal(BigInteger.TEN.pow(precision).subtract(BigInteger.ONE), scale);
        BigDecimal least = new BigDecimal(BigInteger.ONE, scale);
        Schema decimal = Decimal.builder(scale)
                .parameter(PRECISION, Integer.toString(precision))
                .optional()
                .build();
        sendEach(decimal, most, most.negate(), least, least.negate(), BigDecimal.ZERO.setScale(scale), null);

        assertThat(read(Map.of()).stream().map(text -> text == null ? null : new BigDecimal(text)))
                .containsExactly(most, most.negate(), least, least.negate(), BigDecimal.ZERO.setScale(scale), null);
    }

    @Test
    void aDecimalOfUnknownPrecisionHasThirtyEightDigits() throws IOException, SQLException {
        sendEach(Decimal.schema(2), new BigDecimal("-12345678901234567890.12"), new BigDecimal("0.01"));

        assertThat(read(Map.of())).containsExactly("-12345678901234567890.12", "0.01");
    }

    @Test
    void datesAndTimesBeforeAndAfter1970() throws IOException, SQLException {
        Schema schema = SchemaBuilder.struct()
                .field("d", org.apache.kafka.connect.data.Date.SCHEMA)
                .field("t", Time.SCHEMA)
                .field("ts", Timestamp.SCHEMA)
                .field(
                        "us",
                        SchemaBuilder.int64().name("io.sluice.TimestampMicros").build())
                .field(
                        "ns",
                        SchemaBuilder.int64().name("io.sluice.TimestampNanos").build())
                .field(
                        "local",
                        SchemaBuilder.int64()
                                .name("io.debezium.time.MicroTimestamp")
                                .build())
                .build();
        Instant before = Instant.parse("1905-03-01T23:59:59.999Z");
        send(
                schema,
                new Struct(schema)
                        .put("d", Date.from(Instant.parse("1905-03-01T00:00:00Z")))
                        .put("t", Date.from(Instant.ofEpochMilli(0)))
                        .put("ts", Date.from(before))
                        .put("us", -1L)
                        .put("ns", -1L)
                        .put("local", -1L));
        send(
                schema,
                new Struct(schema)
                        .put("d", Date.from(Instant.parse("2024-02-29T00:00:00Z")))
                        .put("t", Date.from(Instant.ofEpochMilli(86_399_999)))
                        .put("ts", Date.from(Instant.parse("2024-02-29T12:00:00.001Z")))
                        .put("us", 1_700_000_000_123_456L)
                        .put("ns", 1_700_000_000_123_456_789L)
                        .put("local", 1_700_000_000_123_456L));

        assertThat(read(Map.of(), "d::varchar, t::varchar, ts::varchar, us::varchar, ns::varchar, local::varchar"))
                .containsExactly(
                        List.of(
                                "1905-03-01",
                                "00:00:00",
                                "1905-03-01 23:59:59.999+00",
                                "1969-12-31 23:59:59.999999+00",
                                // DuckDB knows moments to the microsecond.
                                "1970-01-01 00:00:00+00",
                                "1969-12-31 23:59:59.999999"),
                        List.of(
                                "2024-02-29",
                                "23:59:59.999",
                                "2024-02-29 12:00:00.001+00",
                                "2023-11-14 22:13:20.123456+00",
                                "2023-11-14 22:13:20.123456+00",
                                "2023-11-14 22:13:20.123456"));
        assertThat(seenByParquetJava).anyMatch(row -> row.contains("ns: -1\n"));
        assertThat(seenByParquetJava).anyMatch(row -> row.contains("ns: 1700000000123456789\n"));
    }

    @Test
    void uuids() throws IOException, SQLException {
        Schema uuid = SchemaBuilder.string().name("io.debezium.data.Uuid").build();
        sendEach(uuid, "00000000-0000-0000-0000-000000000000", "FFFFFFFF-ffff-ffff-ffff-ffffffffffff");

        assertThat(read(Map.of()))
                .containsExactly("00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff");
    }

    @Test
    void listsMapsAndStructsInEachOther() throws IOException, SQLException {
        Schema inner = SchemaBuilder.struct()
                .field("b", Schema.OPTIONAL_STRING_SCHEMA)
                .optional()
                .build();
        Schema schema = SchemaBuilder.struct()
                .field(
                        "s",
                        SchemaBuilder.struct().field("inner", inner).optional().build())
                .field(
                        "l",
                        SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA)
                                .optional()
                                .build())
                .field("ls", SchemaBuilder.array(inner).build())
                .field(
                        "m",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_INT64_SCHEMA)
                                .optional()
                                .build())
                .field(
                        "ll",
                        SchemaBuilder.array(SchemaBuilder.array(Schema.STRING_SCHEMA))
                                .build())
                .build();
        Schema outer = schema.field("s").schema();
        send(
                schema,
                new Struct(schema)
                        .put("s", new Struct(outer).put("inner", new Struct(inner).put("b", "x")))
                        .put("l", Arrays.asList(1, null, 3))
                        .put("ls", Arrays.asList(new Struct(inner).put("b", ""), null, new Struct(inner)))
                        .put("m", new TreeMap<>(Map.of("a", 1L, "b", 2L)))
                        .put("ll", List.of(List.of("p", "q"), List.of())));
        send(
                schema,
                new Struct(schema)
                        .put("s", new Struct(outer))
                        .put("l", List.of())
                        .put("ls", List.of())
                        .put("m", Map.of())
                        .put("ll", List.of()));
        send(schema, new Struct(schema).put("ls", List.of()).put("ll", List.of()));

        assertThat(read(Map.of(), "s::varchar, l::varchar, ls::varchar, m::varchar, ll::varchar"))
                .containsExactly(
                        List.of(
                                "{'inner': {'b': x}}",
                                "[1, NULL, 3]",
                                "[{'b': ''}, NULL, {'b': NULL}]",
                                "{a=1, b=2}",
                                "[[p, q], []]"),
                        List.of("{'inner': NULL}", "[]", "[]", "{}", "[]"),
                        Arrays.asList(null, null, "[]", null, "[]"));
    }

    @Test
    void aDefaultStandsForAMissingValue() throws IOException, SQLException {
        Schema withDefault =
                SchemaBuilder.string().optional().defaultValue("none").build();
        sendEach(withDefault, null, "some");

        assertThat(read(Map.of())).containsExactly("none", "some");
    }

    @Test
    void codecsPageVersionsAndBloomFilters() throws IOException, SQLException {
        for (String codec : List.of("zstd", "snappy", "lz4", "gzip", "none")) {
            for (String version : List.of("1", "2")) {
                broker = new FakeSinkWorker.Broker();
                offset = 0;
                for (int i = 0; i < 500; i++) {
                    send(
                            Trades.SCHEMA,
                            new Struct(Trades.SCHEMA).put("number", (long) i).put("symbol", "S" + i % 7));
                }
                String table = codec + version;
                try (LocalVfs vfs = LocalVfs.rootedAt(directory)) {
                    new SinkRig(
                                    vfs,
                                    directory,
                                    broker,
                                    Map.of(
                                            "table", table,
                                            "parquet.codec", codec,
                                            "parquet.page.version", version,
                                            // A dictionary would serve the readers as well, so there would be no
                                            // filter.
                                            "parquet.dictionary.bytes", "0",
                                            "parquet.bloom.columns", "symbol:10"))
                            .start(SinkRig.TRADES)
                            .readAllAndClose();
                }
                String files = "'" + directory.resolve(table) + "/**/*.parquet'";
                try (DuckDb duck = new DuckDb()) {
                    assertThat(duck.rows("select count(*), sum(number) from read_parquet(" + files
                                    + ") where symbol = 'S3'"))
                            .as(table)
                            .containsExactly(List.of("71", "17608"));
                    assertThat(duck.column("select distinct bloom_filter_offset is not null from parquet_metadata("
                                    + files + ") where path_in_schema = 'symbol'"))
                            .as(table)
                            .containsExactly("true");
                    assertThat(duck.column("select decode(value) from parquet_kv_metadata(" + files
                                    + ") where decode(key) = 'sluice.offsets.last'"))
                            .containsExactly("499");
                }
            }
        }
    }
}
