package io.sluice.deploy.command.live;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks the brokers where topics end, for readers of committed records. Used by one thread at a time; closed by another. */
final class TopicOffsets implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Admin admin;
    private final List<TopicPartition> partitions;

    TopicOffsets(String bootstrapServers, List<TopicPartition> partitions) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers, "client.id", PageCost.CLIENT));
        this.partitions = List.copyOf(partitions);
    }

    Map<TopicPartition, Long> ends() throws IOException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the brokers do not say where topics end", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
