package io.sluice.sink;

import io.sluice.sink.store.ClaimedLog;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Positions that somebody sets while the connector is stopped. They are written to the commit logs, which tasks go by. Connect
 * calls it on a thread of its own.
 */
final class AlteredOffsets {
    private AlteredOffsets() {}

    /** @param offsets null for a partition that is to be read from its start */
    static void write(SinkConfig config, Map<TopicPartition, Long> offsets) {
        try (SinkRuntime runtime = SinkRuntime.of(config)) {
            for (Map.Entry<TopicPartition, Long> each : offsets.entrySet()) {
                TopicPartition partition = each.getKey();
                try (ClaimedLog log = runtime.dataSet(config.store().tableOf(partition.topic()))
                        .claim(partition.topic() + "-" + partition.partition())) {
                    log.reset(each.getValue() == null ? 0 : each.getValue());
                }
            }
        } catch (IOException failure) {
            throw new ConnectException(
                    "the positions were not all written to the commit logs: " + failure.getMessage(), failure);
        }
    }
}
