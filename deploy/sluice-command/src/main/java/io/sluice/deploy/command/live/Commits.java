package io.sluice.deploy.command.live;

import io.sluice.deploy.page.Commit.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** How far tables are behind the topics that they are of. Used by one thread. */
final class Commits {
    /** So long a partition's end must stand still before what is read and committed counts as all there is. */
    private static final long SETTLED_MILLIS = 5_000;

    private final Map<TopicPartition, EndTimes> times = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<TopicPartition, Long> changed = new HashMap<>();

    void add(long millis, Map<TopicPartition, Long> now) {
        now.forEach((partition, end) -> {
            times.computeIfAbsent(partition, unused -> new EndTimes()).add(millis, end);
            if (!end.equals(ends.put(partition, end))) {
                changed.put(partition, millis);
            }
        });
    }

    /** What a table has not committed; null if nobody knows. */
    record Behind(Long records, Long oldestMillis, List<Progress> partitions) {
        static final Behind UNKNOWN = new Behind(null, null, List.of());
    }

    /**
     * Compares a table with its topic.
     *
     * @param uncommitted what the sink has read and not committed; null if it does not say
     */
    Behind of(long millis, TableTail.Sight table, Long uncommitted) {
        if (table == null || table.next().isEmpty()) {
            return Behind.UNKNOWN;
        }
        List<Progress> partitions = new ArrayList<>();
        Long records = 0L;
        Long oldest = 0L;
        for (Map.Entry<TopicPartition, Long> next : table.next().entrySet()) {
            TopicPartition partition = next.getKey();
            Long end = ends.get(partition);
            Long age = null;
            if (end == null) {
                records = null;
            } else if (isSettled(millis, partition, uncommitted)) {
                age = 0L;
            } else {
                age = times.get(partition).age(millis, next.getValue());
                records = records == null ? null : Long.valueOf(records + EndTimes.between(next.getValue(), end));
            }
            oldest = age == null || oldest == null ? null : Long.valueOf(Math.max(oldest, age));
            partitions.add(new Progress(table.table(), partition.topic(), partition.partition(), next.getValue(), age));
        }
        partitions.sort((one, other) -> Integer.compare(one.partition(), other.partition()));
        return new Behind(records, oldest, partitions);
    }

    /** Aborted transactions may stand at the end, which are offsets, but no records. */
    private boolean isSettled(long millis, TopicPartition partition, Long uncommitted) {
        return uncommitted != null
                && uncommitted == 0
                && millis - changed.getOrDefault(partition, millis) > SETTLED_MILLIS;
    }
}
