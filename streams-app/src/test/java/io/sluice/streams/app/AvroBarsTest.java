package io.sluice.streams.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results as Avro, read back by Avro's own library with the schema that the registry got. */
class AvroBarsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ID = 70_001;

    private final Map<String, String> schemas = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> authorizations = new ConcurrentLinkedQueue<>();
    private volatile int status = 200;
    private volatile String answer = "{\"id\":" + ID + "}";
    private HttpServer registry;

    @BeforeEach
    void startRegistry() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/registry/subjects/", exchange -> {
            try (exchange) {
                String authorization = exchange.getRequestHeaders().getFirst("Authorization");
                authorizations.add(authorization == null ? "none" : authorization);
                JsonNode body = JSON.readTree(exchange.getRequestBody());
                schemas.put(
                        exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                        body.get("schema").asText());
                byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        registry.start();
    }

    @AfterEach
    void stopRegistry() {
        registry.stop(0);
    }

    @Test
    void everyTypeOfFieldComesBackAsItWas() throws IOException, InterruptedException {
        Properties properties = properties();
        properties.put(
                "schema",
                "ts timestamp_micros, name string, id long, day date, price decimal(20,3)?, weight double, uid uuid,"
                        + " raw bytes, flag boolean");
        properties.put("key", "name, id, day, flag");
        properties.put(
                "aggregates",
                "ohlcv(price, price), avg(weight) as mean, max(uid) as u, first(raw) as r, max(ts) as t, max(day) as d,"
                        + " max(flag) as f, min(name) as least");

        List<GenericRecord> bars = bars(
                AppConfig.of(properties),
                "2016-10-07T00:00:00.000001Z,é x,-7,2016-10-07,-123.456,1.5,123e4567-e89b-12d3-a456-426614174000,AQID,true",
                "2016-10-07T00:00:00.5Z,é x,-7,2016-10-07,,2.5,123e4567-e89b-12d3-a456-426614174000,BAUG,true",
                "2016-10-07T00:00:02Z,é x,-7,2016-10-07,1,2,123e4567-e89b-12d3-a456-426614174000,AQID,true");

        assertThat(bars).hasSize(1);
        GenericRecord bar = bars.get(0);
        assertThat(bar.get("name")).hasToString("é x");
        assertThat(bar.get("id")).isEqualTo(-7L);
        assertThat(bar.get("day")).isEqualTo(17_081);
        assertThat(bar.get("flag")).isEqualTo(true);
        assertThat(bar.get("window")).hasToString("s1");
        assertThat(bar.get("start")).isEqualTo(1_475_798_400_000_000L);
        assertThat(bar.get("end")).isEqualTo(1_475_798_401_000_000L);
        assertThat(bar.get("final")).isEqualTo(true);
        assertThat(bar.get("revision")).isEqualTo(0);
        assertThat(bar.get("gap")).isEqualTo(false);
        assertThat(bar.get("rows")).isEqualTo(2L);
        assertThat(decimal(bar, "open")).isEqualByComparingTo("-123.456");
        assertThat(decimal(bar, "volume")).isEqualByComparingTo("-123.456");
        assertThat(bar.get("vwap")).as("no average without volume").isNull();
        assertThat(bar.get("trades")).isEqualTo(1L);
        assertThat(bar.get("nulls")).isEqualTo(1L);
        assertThat(bar.get("mean")).isEqualTo(2.0);
        assertThat(bar.get("u")).hasToString("123e4567-e89b-12d3-a456-426614174000");
        assertThat(bar.get("r")).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(bar.get("t")).isEqualTo(1_475_798_400_500_000L);
        assertThat(bar.get("d")).isEqualTo(17_081);
        assertThat(bar.get("f")).isEqualTo(true);
        assertThat(bar.get("least")).hasToString("é x");
        assertThat(authorizations).containsOnly("none");
    }

    @Test
    void theSchemaIsRegisteredForEachTopicByWhomTheRegistryKnows() throws IOException, InterruptedException {
        Properties properties = properties();
        properties.put("windows", "s1, m1");
        properties.put("window.m1", "tumbling 1m of s1");
        properties.put("schema.registry.auth", "me:secret");
        AppConfig config = AppConfig.of(properties);

        StreamsApp.writers(config);

        assertThat(schemas)
                .containsOnlyKeys(
                        "POST /registry/subjects/app-s1-value/versions",
                        "POST /registry/subjects/app-m1-value/versions");
        assertThat(authorizations)
                .containsOnly(
                        "Basic " + Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8)));
        assertThat(config.toString()).as("what is printed").doesNotContain("secret");
    }

    @Test
    void whatTheRegistryAnswersIsToldWithItsRemedy() {
        status = 409;
        answer = "{\"error_code\":409,\"message\":\"incompatible\"}";
        assertThatThrownBy(() -> StreamsApp.writers(AppConfig.of(properties())))
                .isInstanceOf(ConfigMistake.class)
                .hasMessageContaining("refuses the schema of topic 'app-s1'")
                .hasMessageContaining("incompatible");
        status = 401;
        assertThatThrownBy(() -> StreamsApp.writers(AppConfig.of(properties())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answered 401")
                .hasMessageContaining("schema.registry.auth");
        status = 200;
        answer = "{}";
        assertThatThrownBy(() -> StreamsApp.writers(AppConfig.of(properties())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("without an id");
        registry.stop(0);
        assertThatThrownBy(() -> StreamsApp.writers(AppConfig.of(properties())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not answer");
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put("application.id", "app");
        properties.put("bootstrap.servers", "none:1");
        properties.put("input.topics", "in");
        properties.put("stores", "memory");
        properties.put("schema", "ts timestamp_micros, name string");
        properties.put("key", "name");
        properties.put("time", "ts");
        properties.put("aggregates", "count()");
        properties.put("windows", "s1");
        properties.put("window.s1", "tumbling 1s");
        properties.put("output.format", "avro");
        properties.put(
                "schema.registry.url",
                "http://localhost:" + registry.getAddress().getPort() + "/registry/");
        return properties;
    }

    private List<GenericRecord> bars(AppConfig config, String... lines) throws IOException, InterruptedException {
        Properties driven = new Properties();
        driven.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        driven.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        List<GenericRecord> bars = new ArrayList<>();
        try (TopologyTestDriver driver =
                new TopologyTestDriver(StreamsApp.topology(config, StreamsApp.writers(config)), driven)) {
            TestInputTopic<byte[], byte[]> input =
                    driver.createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer());
            for (String line : lines) {
                input.pipeInput(line.getBytes(StandardCharsets.UTF_8));
            }
            Schema schema = new Schema.Parser().parse(schemas.get("POST /registry/subjects/app-s1-value/versions"));
            for (TestRecord<byte[], byte[]> record : driver.createOutputTopic(
                            "app-s1", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList()) {
                ByteBuffer value = ByteBuffer.wrap(record.value());
                assertThat(value.get()).as("the first byte").isZero();
                assertThat(value.getInt()).as("the schema's id").isEqualTo(ID);
                byte[] data = new byte[value.remaining()];
                value.get(data);
                BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(data, null);
                bars.add(new GenericDatumReader<GenericRecord>(schema).read(null, decoder));
                assertThat(decoder.isEnd()).as("nothing is left over").isTrue();
            }
        }
        return bars;
    }

    private static BigDecimal decimal(GenericRecord bar, String field) {
        Schema declared = bar.getSchema().getField(field).schema();
        Schema schema = declared.isUnion() ? declared.getTypes().get(1) : declared;
        return new Conversions.DecimalConversion()
                .fromBytes((ByteBuffer) bar.get(field), schema, schema.getLogicalType());
    }
}
