package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.LocalVfs;
import io.sluice.record.ChunkHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes rows, and how columns follow schemas; read by DuckDB. */
class RowKindsTest {
    private static final String COLUMNS =
            "ts timestamp_micros, symbol string, price decimal(18,8), quantity long, note string?";
    private static final Map<String, String> CSV = Map.of("value.format", "csv", "schema", COLUMNS);

    @TempDir
    Path directory;

    private final FakeSinkWorker.Broker broker = new FakeSinkWorker.Broker();
    private LocalVfs vfs;
    private SinkRig rig;
    private long offset;

    @BeforeEach
    void openTheDirectory() throws IOException {
        vfs = LocalVfs.rootedAt(directory);
    }

    @AfterEach
    void closeTheDirectory() {
        vfs.close();
    }

    private SinkRecord send(Schema schema, Object value) {
        SinkRecord record = Trades.record(SinkRig.TRADES, offset++, schema, value);
        broker.add(record);
        return record;
    }

    private void sendChunk(long position, String lines) {
        sendChunk(position, lines, null);
    }

    private void sendChunk(long position, String lines, String header) {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        SinkRecord record = send(Schema.BYTES_SCHEMA, bytes);
        new ChunkHeaders(
                        "/in/a.csv",
                        "in:1",
                        position,
                        bytes.length,
                        position == 0 ? 0 : 1,
                        ChunkHeaders.Framing.LINES,
                        Optional.empty(),
                        Optional.ofNullable(header)
                                .map(text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))))
                .write((name, value) -> record.headers().addBytes(name, value));
    }

    private void run(Map<String, String> config) {
        rig = new SinkRig(vfs, directory, broker, config);
        rig.worker.tolerates = true;
        rig.start(SinkRig.TRADES).readAllAndClose();
    }

    private List<List<String>> rows(String columns) throws SQLException {
        try (DuckDb duck = new DuckDb()) {
            return duck.rows(
                    "select " + columns + " from " + DuckDb.files(directory.resolve("trades")) + " order by all");
        }
    }

    private int files() throws SQLException {
        try (DuckDb duck = new DuckDb()) {
            return duck.column("select distinct filename from read_parquet('" + directory.resolve("trades")
                            + "/**/*.parquet', filename=true, union_by_name=true)")
                    .size();
        }
    }

    @Test
    void chunksOfLinesOfCsvBecomeRowsAndBadLinesAreReportedAlone() throws SQLException {
        sendChunk(
                0,
                "symbol,header\n1969-12-31T23:59:59.999999Z,A,1.50000000,10,\n2024-01-01T00:00:00Z,\"B,\"\"b\",-0.00000001,-5,\"\"\n");
        sendChunk(500, "2024-01-01T00:00:01Z,C,not a price,1,\n2024-01-01T00:00:02Z,D,2,3,x\n");
        Map<String, String> config = new HashMap<>(CSV);
        config.put("csv.header", "skip");

        run(config);

        assertThat(rows("ts::varchar, symbol, price::varchar, quantity, note"))
                .containsExactly(
                        Arrays.asList("1969-12-31 23:59:59.999999+00", "A", "1.50000000", "10", null),
                        List.of("2024-01-01 00:00:00+00", "B,\"b", "-0.00000001", "-5", ""),
                        List.of("2024-01-01 00:00:02+00", "D", "2.00000000", "3", "x"));
        assertThat(rig.worker.deadLetters)
                .singleElement()
                .asString()
                .contains("offset 1")
                .contains("byte 500")
                .contains("price");
        assertThat((byte[]) rig.worker.deadRecords.get(0).value())
                .isEqualTo("2024-01-01T00:00:01Z,C,not a price,1,\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aChunkThatHasNotAllItsBytesIsReportedAndNothingOfItIsWritten() throws SQLException {
        sendChunk(0, "2024-01-01T00:00:00Z,A,1,1,\n");
        byte[] bytes = "2024-01-01T00:00:01Z,B,1,1,\n2024-01-01T00:00:02Z,C,1,1,\n".getBytes(StandardCharsets.UTF_8);
        SinkRecord cut = send(Schema.BYTES_SCHEMA, Arrays.copyOf(bytes, bytes.length / 2));
        new ChunkHeaders(
                        "/in/a.csv",
                        "in:1",
                        28,
                        bytes.length,
                        1,
                        ChunkHeaders.Framing.LINES,
                        Optional.empty(),
                        Optional.empty())
                .write((name, value) -> cut.headers().addBytes(name, value));

        run(CSV);

        assertThat(rows("symbol")).containsExactly(List.of("A"));
        assertThat(rig.worker.deadLetters)
                .singleElement()
                .asString()
                .contains("/in/a.csv at offset 28")
                .contains("should have 56 bytes, and has 28");
        assertThat(rig.worker.deadRecords.get(0)).isSameAs(cut);
    }

    @Test
    void aRowWhoseOutputPartitionCannotBeNamedIsReportedWithoutItsNeighbours() throws SQLException {
        String tooLong = "x".repeat(300);
        sendChunk(
                0,
                "2024-01-01T00:00:00Z,A,1,1,\n2024-01-01T00:00:01Z," + tooLong
                        + ",2,2,\n2024-01-01T00:00:02Z,C,3,3,\n");
        sendChunk(700, "2024-01-01T00:00:03Z," + tooLong + ",4,4,\n");
        Map<String, String> config = new HashMap<>(CSV);
        config.put("partition.fields", "symbol");

        run(config);

        assertThat(rows("quantity")).containsExactly(List.of("1"), List.of("3"));
        assertThat(rig.worker.deadRecords)
                .extracting(record -> new String((byte[]) record.value(), StandardCharsets.UTF_8))
                .containsExactly(
                        "2024-01-01T00:00:01Z," + tooLong + ",2,2,\n", "2024-01-01T00:00:03Z," + tooLong + ",4,4,\n");
    }

    @Test
    void columnsOfCsvAreFoundByTheNamesThatCameWithTheChunk() throws SQLException {
        sendChunk(
                0,
                "quantity,other,price,symbol,ts\n10,x,1.5,A,2024-01-01T00:00:00Z\n",
                "quantity,other,price,symbol,ts\n");
        sendChunk(600, "2024-01-01T00:00:01Z,B,2,20,noted\n", "ts,symbol,price,quantity,note\n");
        sendChunk(700, "30,y,3,C,2024-01-01T00:00:02Z\n", "quantity,other,price,symbol,ts\n");
        sendChunk(800, "40,z,4,D,2024-01-01T00:00:03Z\n");
        Map<String, String> config = new HashMap<>(CSV);
        config.put("csv.header", "names");

        run(config);

        assertThat(rows("symbol, price::varchar, quantity, note"))
                .containsExactly(
                        Arrays.asList("A", "1.50000000", "10", null),
                        List.of("B", "2.00000000", "20", "noted"),
                        Arrays.asList("C", "3.00000000", "30", null));
        assertThat(rig.worker.deadLetters)
                .singleElement()
                .asString()
                .contains("offset 3")
                .contains("csv.header=names");
    }

    @Test
    void linesOfJsonBecomeRows() throws SQLException {
        send(Schema.STRING_SCHEMA, """
                {"ts":"2024-01-01T00:00:00Z","symbol":"é","price":0.1,"quantity":1,"x":[]}
                {"quantity":2,"price":"12345678.12345678","symbol":"","ts":"2024-01-01T00:00:00Z"}
                """);

        run(Map.of("value.format", "json", "schema", COLUMNS));

        assertThat(rows("quantity, symbol, price::varchar, note"))
                .containsExactly(
                        Arrays.asList("1", "é", "0.10000000", null), Arrays.asList("2", "", "12345678.12345678", null));
    }

    @Test
    void decodedRowsArePartitionedByTheirColumns() {
        send(null, "2024-01-01T23:30:00Z,A,1,10,\n2024-01-02T00:30:00Z,A,1,10,\n2024-01-02T00:30:00Z,,1,10,\n");
        Map<String, String> config = new HashMap<>(CSV);
        config.putAll(Map.of(
                "csv.null", "none",
                "schema", "ts timestamp_micros, symbol string, price decimal(18,8), quantity long, note string",
                "partition.fields", "symbol,quantity",
                "partition.time", "field",
                "partition.time.field", "ts",
                "partition.time.zone", "Europe/Berlin",
                "partition.time.pattern", "'dt='yyyy-MM-dd/'h='HH"));

        run(config);

        assertThat(directories())
                .containsExactlyInAnyOrder(
                        "symbol=A/quantity=10/dt=2024-01-02/h=00",
                        "symbol=A/quantity=10/dt=2024-01-02/h=01",
                        "symbol=__HIVE_DEFAULT_PARTITION__/quantity=10/dt=2024-01-02/h=01");
    }

    private List<String> directories() {
        try (DuckDb duck = new DuckDb()) {
            String table = directory.resolve("trades").toString();
            return duck
                    .column("select distinct filename from read_parquet('" + table
                            + "/**/*.parquet', filename=true, hive_partitioning=false)")
                    .stream()
                    .map(name -> name.substring(table.length() + 1, name.lastIndexOf('/')))
                    .toList();
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void mapsWithoutASchemaGetInferredColumnsThatWiden() throws SQLException {
        send(null, map("a", 1L, "b", null));
        send(null, map("a", 2.5, "b", "text", "c", Map.of("d", List.of(1L, 2L))));
        send(null, map("a", 3L, "e", List.of()));
        send(null, map("a", "no number"));

        run(Map.of());

        assertThat(rows("a, b, c::varchar"))
                .containsExactly(
                        Arrays.asList("1.0", null, null),
                        Arrays.asList("2.5", "text", "{'d': [1, 2]}"),
                        Arrays.asList("3.0", null, null));
        assertThat(rig.worker.deadLetters).singleElement().asString().contains("field a was float64 and is string");
    }

    private static Map<String, Object> map(Object... entries) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }

    @Test
    void mapsWithADeclaredSchemaHaveItsColumns() throws SQLException {
        send(null, map("ts", "2024-01-01T00:00:00Z", "symbol", "A", "price", 1.25, "quantity", 3L, "more", true));
        send(null, map("ts", 0L, "symbol", "B", "price", "0.5", "quantity", 4L, "note", "x"));
        send(null, map("ts", 0L, "symbol", "C", "price", 1L));

        run(Map.of("schema", COLUMNS));

        assertThat(rows("ts::varchar, symbol, price::varchar, quantity, note"))
                .containsExactly(
                        Arrays.asList("1970-01-01 00:00:00+00", "B", "0.50000000", "4", "x"),
                        Arrays.asList("2024-01-01 00:00:00+00", "A", "1.25000000", "3", null));
        assertThat(rig.worker.deadLetters).singleElement().asString().contains("quantity is null, but it is required");
    }

    @Test
    void singleValuesBecomeOneColumn() throws SQLException {
        send(Schema.STRING_SCHEMA, "one");
        send(null, "two");
        send(Schema.STRING_SCHEMA, "");

        run(Map.of());

        assertThat(rows("value")).containsExactly(List.of(""), List.of("one"), List.of("two"));
    }

    @Test
    void columnsForWhereARowCameFrom() throws SQLException {
        SinkRecord record = send(Trades.SCHEMA, Trades.trade(0).value());
        record.headers().addString("h", "1").addString("h", null);

        run(Map.of("metadata.columns", "key,headers,topic,partition,offset,timestamp", "metadata.prefix", "m_"));

        assertThat(rows("number, m_key, m_headers::varchar, m_topic, m_partition, m_offset, m_timestamp::varchar"))
                .containsExactly(List.of(
                        "0",
                        "key",
                        "[{'name': h, 'value': 1}, {'name': h, 'value': NULL}]",
                        "trades",
                        "0",
                        "0",
                        "2023-11-14 22:13:20+00"));
    }

    @Test
    void tombstonesCanBeRowsOfNulls() throws SQLException {
        send(Trades.SCHEMA, Trades.trade(0).value());
        send(null, null);

        run(Map.of("tombstones", "nulls", "metadata.columns", "key"));

        assertThat(rows("number, symbol, kafka_key"))
                .containsExactly(List.of("0", "S0", "key"), Arrays.asList(null, null, "key"));
    }

    @Test
    void oldAndNewSchemasInTurnsShareFiles() throws SQLException {
        Schema first = SchemaBuilder.struct()
                .field("a", Schema.INT32_SCHEMA)
                .field("b", Schema.STRING_SCHEMA)
                .build();
        Schema second = SchemaBuilder.struct()
                .field("b", Schema.OPTIONAL_STRING_SCHEMA)
                .field("c", SchemaBuilder.int32().defaultValue(7).build())
                .field("a", Schema.INT64_SCHEMA)
                .build();
        for (int i = 0; i < 100; i++) {
            send(first, new Struct(first).put("a", i).put("b", "old"));
            send(second, new Struct(second).put("a", 1L << 40).put("c", 8));
        }

        run(Map.of());

        assertThat(files()).isEqualTo(2);
        assertThat(rows("distinct a, b, c").stream().filter(row -> row.get(0).equals("5")))
                .singleElement()
                .isEqualTo(List.of("5", "old", "7"));
    }

    @Test
    void anIncompatibleSchemaFailsTheTaskIfThatIsWanted() {
        send(Trades.SCHEMA, Trades.trade(0).value());
        Schema other =
                SchemaBuilder.struct().field("number", Schema.STRING_SCHEMA).build();
        send(other, new Struct(other).put("number", "one"));
        rig = new SinkRig(vfs, directory, broker, Map.of("schema.incompatible", "fail"));
        rig.worker.tolerates = true;
        rig.start(SinkRig.TRADES);

        assertThatThrownBy(() -> rig.readAll(10))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("field number was int64 and is string");
        rig.close();
    }
}
