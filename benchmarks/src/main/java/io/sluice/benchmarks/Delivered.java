package io.sluice.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a topic of one partition holds once it no longer grows, and when the broker appended it. One thread. */
final class Delivered {

    private static final long LOOK_NANOS = Duration.ofMillis(250).toNanos();
    private static final long QUIET_NANOS = Duration.ofMillis(1500).toNanos();
    private static final long MOST_NANOS = Duration.ofMinutes(3).toNanos();
    private static final Duration POLL = Duration.ofMillis(250);

    private final String bootstrapServers;
    private final TopicPartition partition;

    private long records;
    private long lines;
    private long bytes;
    private long firstLines;
    private long firstAppend = -1;
    private long lastAppend;

    Delivered(String bootstrapServers, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.partition = new TopicPartition(topic, 0);
    }

    /**
     * Waits until the topic no longer grows, reading nothing meanwhile, then counts what is in it.
     *
     * @return seconds for all lines, as if the first append had taken as long as the others did
     */
    Contender.Outcome await(TextLines expected) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "fetch.min.bytes",
                        "1000000",
                        "max.poll.records",
                        "50000",
                        "fetch.max.wait.ms",
                        "100",
                        "max.partition.fetch.bytes",
                        "16000000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long begun = System.nanoTime();
            while (lines < expected.lines()) {
                awaitQuiet(consumer, begun);
                readOn(consumer);
                if (System.nanoTime() - begun > MOST_NANOS) {
                    break;
                }
            }
            // And nothing too many.
            readOn(consumer);
        }
        if (lines != expected.lines() || bytes != expected.bytes()) {
            throw new IllegalStateException(partition.topic() + " holds " + lines + " lines of " + bytes
                    + " bytes and not " + expected.lines() + " of " + expected.bytes());
        }
        double share = (double) (lines - firstLines) / lines;
        return new Contender.Outcome((lastAppend - firstAppend) / 1e3 / share, 0);
    }

    private void awaitQuiet(KafkaConsumer<byte[], byte[]> consumer, long begun) {
        long end = -1;
        long since = System.nanoTime();
        while (System.nanoTime() - begun < MOST_NANOS) {
            long now = consumer.endOffsets(List.of(partition)).get(partition);
            if (now != end) {
                end = now;
                since = System.nanoTime();
            } else if (now > 0 && System.nanoTime() - since > QUIET_NANOS) {
                return;
            }
            // Nothing is fetched by waiting here: the partition is paused.
            consumer.pause(List.of(partition));
            var unused = consumer.poll(Duration.ofNanos(LOOK_NANOS));
        }
    }

    private void readOn(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.resume(List.of(partition));
        if (records == 0) {
            consumer.seekToBeginning(List.of(partition));
        }
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        while (consumer.position(partition) < end) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            polled.forEach(this::count);
        }
    }

    private void count(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        long ends = 0;
        for (byte b : value) {
            if (b == '\n') {
                ends++;
            }
        }
        records++;
        long here = Math.max(1, ends);
        lines += here;
        bytes += value.length - ends;
        if (firstAppend < 0) {
            firstAppend = record.timestamp();
        }
        if (record.timestamp() == firstAppend) {
            firstLines += here;
        }
        lastAppend = Math.max(lastAppend, record.timestamp());
    }
}
