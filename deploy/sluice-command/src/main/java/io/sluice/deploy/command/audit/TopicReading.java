package io.sluice.deploy.command.audit;

import io.sluice.deploy.cluster.ClusterException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed records of a topic from its beginning to its present end, as a user's program would. Used by one thread. */
final class TopicReading {
    private static final Duration POLL = Duration.ofMillis(200);

    private TopicReading() {}

    /** Takes one record after the other. */
    @FunctionalInterface
    interface Reader<E extends Exception> {
        void take(ConsumerRecord<byte[], byte[]> record) throws E;
    }

    /** @throws ClusterException if that takes longer than {@code longest} */
    static <E extends Exception> void toEnd(String bootstrapServers, String topic, Duration longest, Reader<E> reader)
            throws E {
        long begin = System.nanoTime();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(to -> consumer.position(to.getKey()) < to.getValue())) {
                if (System.nanoTime() - begin > longest.toNanos()) {
                    throw new ClusterException("The topic " + topic + " was not read to its end within "
                            + longest.toSeconds() + " s; it stands at "
                            + partitions.stream()
                                    .map(partition -> partition + "@" + consumer.position(partition) + " of "
                                            + ends.get(partition))
                                    .toList());
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    reader.take(record);
                }
            }
        }
    }
}
