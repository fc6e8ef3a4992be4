package io.sluice.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Fills topics with trades whose times go on, so that no column is simpler than it would be. One thread. */
final class SinkTopics {

    private static final long FIRST_MICROS = 1_795_000_000_000_000L;
    private static final String[] SYMBOLS = {"BTC-USD", "ETH-EUR", "SOL-USD", "X", "LINKUSDT", "AVAX-PERP"};
    private static final int CHUNK = 262_144;

    private final String bootstrapServers;

    SinkTopics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    void create(String topic, int partitions) throws InterruptedException, ExecutionException, TimeoutException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty())
                    .configs(Map.of("max.message.bytes", "2000000"));
            admin.createTopics(List.of(wanted)).all().get(30, TimeUnit.SECONDS);
        }
    }

    /** How many records are in a topic. */
    long records(String topic) throws InterruptedException, ExecutionException, TimeoutException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            TopicDescription described = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(30, TimeUnit.SECONDS)
                    .get(topic);
            Map<TopicPartition, OffsetSpec> ends = described.partitions().stream()
                    .collect(Collectors.toMap(
                            info -> new TopicPartition(topic, info.partition()), info -> OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get(30, TimeUnit.SECONDS).values().stream()
                    .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
                    .sum();
        }
    }

    /** A record for each row. */
    void json(String topic, int rows) {
        fill(topic, sending -> {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < rows; i++) {
                text.setLength(0);
                text.append("{\"ts\":").append(FIRST_MICROS + i * 137L);
                text.append(",\"symbol\":\"").append(SYMBOLS[random(i, SYMBOLS.length)]);
                text.append("\",\"price\":").append(random(i + 1, 60_000)).append('.');
                text.append(10_000_000 + random(i + 2, 90_000_000));
                text.append(",\"quantity\":").append(1 + random(i + 3, 1 << (1 + random(i, 20))));
                text.append('}');
                sending.send(0, text.toString().getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /**
     * A record for each chunk of lines, to the partitions in turn.
     *
     * @param symbols how many different ones
     */
    void csvChunks(String topic, int partitions, int rows, int symbols) {
        fill(topic, sending -> {
            StringBuilder text = new StringBuilder();
            int chunks = 0;
            for (int i = 0; i < rows; i++) {
                text.append(FIRST_MICROS + i * 137L).append(',');
                if (symbols == SYMBOLS.length) {
                    text.append(SYMBOLS[random(i, symbols)]);
                } else {
                    text.append('S').append(random(i, symbols));
                }
                text.append(',').append(random(i + 1, 60_000)).append('.');
                text.append(10_000_000 + random(i + 2, 90_000_000)).append(',');
                text.append(1 + random(i + 3, 1 << (1 + random(i, 20)))).append('\n');
                if (text.length() > CHUNK - 100 || i == rows - 1) {
                    sending.send(chunks++ % partitions, text.toString().getBytes(StandardCharsets.UTF_8));
                    text.setLength(0);
                }
            }
        });
    }

    static int usualSymbols() {
        return SYMBOLS.length;
    }

    /** The same number for the same place in every run. */
    private static int random(long place, int bound) {
        long mixed = (place + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return (int) Long.remainderUnsigned(mixed ^ (mixed >>> 32), bound);
    }

    private interface Sending {
        void send(int partition, byte[] value);
    }

    private interface Filling {
        void fill(Sending sending);
    }

    private void fill(String topic, Filling filling) {
        AtomicReference<Exception> failure = new AtomicReference<>();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "linger.ms",
                "20",
                "batch.size",
                "262144",
                "max.request.size",
                "2000000");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            filling.fill((partition, value) -> {
                var unused = producer.send(
                        new ProducerRecord<>(topic, partition, null, value),
                        (sent, failed) -> failure.compareAndSet(null, failed));
            });
            producer.flush();
        }
        if (failure.get() != null) {
            throw new IllegalStateException(topic + " could not be filled", failure.get());
        }
    }
}
