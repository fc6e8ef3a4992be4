package io.sluice.deploy.command.connect;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Asks brokers how far a reader of committed records could be. Any thread; closed by the command. */
final class TopicEnds implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Admin admin;
    private final String servers;

    TopicEnds(Properties client) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.putIfAbsent("default.api.timeout.ms", Integer.toString(PATIENCE_MILLIS));
        properties.putIfAbsent("request.timeout.ms", Integer.toString(PATIENCE_MILLIS));
        admin = Admin.create(properties);
        servers = client.getProperty("bootstrap.servers");
    }

    /**
     * How many offsets lie between these positions and the ends: a few more than records, as transactions have markers.
     *
     * @throws Refusal if no broker answers
     */
    OptionalLong lag(Map<TopicPartition, Long> positions) throws Refusal, InterruptedException {
        if (positions.isEmpty()) {
            return OptionalLong.empty();
        }
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        positions.keySet().forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        try {
            long lag = 0;
            var ends = admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get(2L * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            for (Map.Entry<TopicPartition, Long> position : positions.entrySet()) {
                lag += Math.max(0, ends.get(position.getKey()).offset() - position.getValue());
            }
            return OptionalLong.of(lag);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new Refusal(
                    "the brokers at " + servers + " do not say where topics end. Are they there, and do they let you"
                            + " in (--bootstrap-config)? " + e,
                    e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
