import io.sluice.record.ChunkHeaders;
import io.sluice.record.IncompleteFile;
import io.sluice.record.Reassembler;
import io.sluice.record.ReassemblyTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Puts files together again from their chunks, and says of each whether it is whole. Run it with kafka-clients and Sluice's
 * record-format on the class path:
 *
 * <pre>java -cp 'libs/*' ReassembleFiles.java localhost:9092 blobs</pre>
 */
public final class ReassembleFiles {
    private ReassembleFiles() {}

    public static void main(String[] arguments) throws IOException {
        Properties config = new Properties();
        config.put("bootstrap.servers", arguments[0]);
        config.put("group.id", "reassemble-" + arguments[1]);
        config.put("auto.offset.reset", "earliest");
        config.put("isolation.level", "read_committed");
        try (Reassembler reassembler = new Reassembler(new Said(), 100, 10_000);
                KafkaConsumer<String, byte[]> consumer =
                        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(arguments[1]));
            while (true) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    accept(reassembler, record);
                }
            }
        }
    }

    static Reassembler.Outcome accept(Reassembler reassembler, ConsumerRecord<String, byte[]> record) throws IOException {
        Function<String, byte[]> headers = name -> {
            Header header = record.headers().lastHeader(name);
            return header == null ? null : header.value();
        };
        return reassembler.accept(ChunkHeaders.read(headers), record.value(), 0, record.value().length);
    }

    /** Says what comes of each file. Instead of printing, open an output of your own and write to it. */
    static final class Said implements ReassemblyTarget {
        @Override
        public Output open(ChunkHeaders first) {
            return new Output() {
                private long bytes;

                @Override
                public void write(byte[] buffer, int offset, int length) {
                    bytes += length;
                }

                @Override
                public void complete(ChunkHeaders last) {
                    System.out.println(first.file() + ": whole, " + bytes + " bytes, SHA-256 right");
                }

                @Override
                public void discard() {
                    System.out.println(first.file() + ": given up");
                }
            };
        }

        @Override
        public void incomplete(IncompleteFile file) {
            System.out.println(file.message());
        }
    }
}
