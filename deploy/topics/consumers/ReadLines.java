import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints the records of any topic of Sluice whose values are text, with their headers: lines, rows as JSON, results, late and
 * invalid rows, dead letters. Run it with kafka-clients on the class path:
 *
 * <pre>java -cp 'libs/*' ReadLines.java localhost:9092 logs</pre>
 */
public final class ReadLines {
    private ReadLines() {}

    public static void main(String[] arguments) {
        Properties config = new Properties();
        config.put("bootstrap.servers", arguments[0]);
        config.put("group.id", "read-" + arguments[1]);
        config.put("auto.offset.reset", "earliest");
        // Without it records of transactions that were aborted are read too, and lines come more than once.
        config.put("isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(arguments[1]));
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    System.out.println(text(record));
                }
            }
        }
    }

    static String text(ConsumerRecord<String, String> record) {
        StringBuilder text = new StringBuilder();
        for (Header header : record.headers()) {
            // UTF-8 in every header of Sluice; one without a value has none.
            text.append(header.key())
                    .append('=')
                    .append(header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8))
                    .append(' ');
        }
        return text.append(record.key()).append(": ").append(record.value()).toString();
    }
}
