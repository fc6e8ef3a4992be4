package io.sluice.deploy.command.live;

import io.sluice.deploy.page.FileRow;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * All that was seen of a pipeline at one moment; what did not answer is missing. Immutable.
 *
 * @param connectors what Connect says of them, by name
 * @param told what they count themselves
 * @param ends of topics, for readers of committed records
 * @param tables by name
 * @param files by input
 */
record Sight(
        long at,
        Map<String, ConnectorSights.Sight> connectors,
        WorkerBeans.Told told,
        AppNumbers app,
        Map<TopicPartition, Long> ends,
        Map<String, TableTail.Sight> tables,
        Map<String, List<FileRow>> files) {

    /** One of the numbers of a connector; null if it is not known. */
    Long number(String connector, String name) {
        return told.numbers().getOrDefault(connector, Map.of()).get(name);
    }

    /** Where a topic ends, over all its partitions; null if that is not known. */
    Long end(String topic) {
        Long sum = null;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (end.getKey().topic().equals(topic)) {
                sum = (sum == null ? 0 : sum) + end.getValue();
            }
        }
        return sum;
    }
}
