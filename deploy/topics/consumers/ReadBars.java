import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads results of the Streams app: decimals stay decimals, and only what is final counts. Run it with kafka-clients and
 * jackson-databind on the class path:
 *
 * <pre>java -cp 'libs/*' ReadBars.java localhost:9092 bars-m1</pre>
 */
public final class ReadBars {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReadBars() {}

    /** A bar, as deploy/topics/bars.md describes it. */
    record Bar(
            String symbol, Instant start, Instant end, int revision, BigDecimal open, BigDecimal close, BigDecimal volume) {}

    public static void main(String[] arguments) throws Exception {
        Properties config = new Properties();
        config.put("bootstrap.servers", arguments[0]);
        config.put("group.id", "read-" + arguments[1]);
        config.put("auto.offset.reset", "earliest");
        config.put("isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(arguments[1]));
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    JsonNode value = JSON.readTree(record.value());
                    if (value.path("final").asBoolean()) {
                        System.out.println(bar(value));
                    }
                }
            }
        }
    }

    static Bar bar(JsonNode value) {
        return new Bar(
                value.path("symbol").asText(),
                Instant.parse(value.path("start").asText()),
                Instant.parse(value.path("end").asText()),
                value.path("revision").asInt(),
                decimal(value.path("open")),
                decimal(value.path("close")),
                decimal(value.path("volume")));
    }

    /** Decimals are text, so that no reader makes doubles of them. Null where no row had one. */
    private static BigDecimal decimal(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? null : new BigDecimal(value.asText());
    }
}
