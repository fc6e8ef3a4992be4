package io.sluice.deploy.command.dataset;

import io.sluice.sink.store.operations.VerificationReport.Gap;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Asks Kafka what it has at the offsets that a log passes over, as the sink asked: with committed records only. Where a reader comes
 * to the end of a gap without a record, markers of transactions, aborted records or compaction explain it; a record in one is missing
 * in the table. The command's thread owns and closes it.
 */
final class GapProof implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ONE_POLL = Duration.ofMillis(500);

    /** What was found out about a gap. */
    enum Finding {
        /** Nothing to be read is there. */
        EXPLAINED,
        /** A committed record is there, and in no file. */
        MISSING,
        /** Kafka does not have these offsets any more, or cannot say. */
        UNKNOWN
    }

    /** A gap and what Kafka says of it. */
    record Explained(String log, long from, long to, Finding finding, String because) {}

    private final Consumer<byte[], byte[]> consumer;

    GapProof(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    static GapProof of(Properties client) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.setProperty("isolation.level", "read_committed");
        properties.setProperty("enable.auto.commit", "false");
        return new GapProof(new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    Explained look(Gap gap) {
        try {
            return ask(gap);
        } catch (KafkaException e) {
            return explained(gap, Finding.UNKNOWN, "Kafka cannot be asked: " + e.getMessage());
        }
    }

    private Explained ask(Gap gap) {
        TopicPartition partition = partitionOf(gap.log());
        if (partition == null) {
            return explained(gap, Finding.UNKNOWN, "the log is not of a topic's partition");
        }
        List<TopicPartition> one = List.of(partition);
        consumer.assign(one);
        long begins = consumer.beginningOffsets(one, PATIENCE).get(partition);
        long ends = consumer.endOffsets(one, PATIENCE).get(partition);
        if (begins >= gap.to()) {
            return explained(gap, Finding.UNKNOWN, "the topic begins at offset " + begins + " by now");
        }
        if (ends < gap.to()) {
            return explained(
                    gap,
                    Finding.UNKNOWN,
                    "the topic ends at offset " + ends + ", so it is not the one that was written");
        }
        consumer.seek(partition, Math.max(begins, gap.from()));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition, PATIENCE) < gap.to()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(ONE_POLL).records(partition)) {
                if (record.offset() < gap.to()) {
                    return explained(
                            gap,
                            Finding.MISSING,
                            "Kafka has a committed record at offset " + record.offset() + ", and no file has it");
                }
            }
            if (System.nanoTime() - end > 0) {
                return explained(
                        gap,
                        Finding.UNKNOWN,
                        "Kafka was not read to its end within " + PATIENCE.toSeconds() + " s; try again");
            }
        }
        return begins > gap.from()
                ? explained(
                        gap,
                        Finding.UNKNOWN,
                        "the topic begins at offset " + begins + " by now; nothing to be read is behind that")
                : explained(
                        gap,
                        Finding.EXPLAINED,
                        "nothing to be read is there: markers of transactions, aborted records, or what was compacted");
    }

    private static Explained explained(Gap gap, Finding finding, String because) {
        return new Explained(gap.log(), gap.from(), gap.to(), finding, because);
    }

    private static TopicPartition partitionOf(String log) {
        int dash = log.lastIndexOf('-');
        if (dash < 1 || !log.substring(dash + 1).matches("\\d{1,9}")) {
            return null;
        }
        return new TopicPartition(log.substring(0, dash), Integer.parseInt(log.substring(dash + 1)));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
