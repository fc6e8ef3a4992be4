package io.sluice.deploy.command.live;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Readers of committed records, of no group, that take little at once. */
final class PageConsumer {
    private PageConsumer() {}

    static Consumer<String, byte[]> open(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest",
                        "fetch.max.wait.ms", "100",
                        "fetch.max.bytes", "1048576",
                        "max.partition.fetch.bytes", "131072",
                        "max.poll.records", "500",
                        "default.api.timeout.ms", "10000"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
