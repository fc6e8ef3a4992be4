package io.sluice.deploy.command.live;

import io.sluice.deploy.command.live.SideRecords.Kind;
import io.sluice.deploy.page.Bar;
import io.sluice.deploy.page.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads what windows gave and what went aside, as it comes: of each partition so much at a look, and what is more is passed over. Used
 * by one thread at a time.
 */
final class TopicFeed implements AutoCloseable {
    private static final int MOST_BARS = 200;
    private static final int FIRST_BARS = 1_000;
    private static final int MOST_PROBLEMS = 100;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST_POLLS = 10;

    private final Consumer<String, byte[]> consumer;
    private final Map<TopicPartition, Kind> aside;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final List<TopicPartition> windows;
    private final BarJson json = new BarJson();

    /**
     * A feed that has read nothing.
     *
     * @param windows partitions with results
     * @param aside partitions with what is in no result, or in no table
     */
    TopicFeed(Consumer<String, byte[]> consumer, List<TopicPartition> windows, Map<TopicPartition, Kind> aside) {
        this.consumer = consumer;
        this.windows = List.copyOf(windows);
        this.aside = Map.copyOf(aside);
        List<TopicPartition> all = new ArrayList<>(windows);
        all.addAll(aside.keySet());
        consumer.assign(all);
    }

    /**
     * What was read at a look.
     *
     * @param skipped how many results may have been passed over
     */
    record Batch(List<Bar> bars, long skipped, List<Problem> problems) {
        static final Batch EMPTY = new Batch(List.of(), 0, List.of());
    }

    /** @param ends of the topics as of now; what is behind them is for the next look */
    Batch look(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> wanted = new LinkedHashMap<>();
        long skipped = 0;
        for (TopicPartition partition : windows) {
            skipped += move(partition, ends.get(partition), FIRST_BARS, MOST_BARS, wanted);
        }
        for (TopicPartition partition : aside.keySet()) {
            long unused = move(partition, ends.get(partition), MOST_PROBLEMS, MOST_PROBLEMS, wanted);
        }
        return wanted.isEmpty() ? Batch.EMPTY : read(wanted, skipped);
    }

    /** Goes on where it was, or nearer to the end. */
    private long move(TopicPartition partition, Long end, int first, int most, Map<TopicPartition, Long> wanted) {
        if (end == null) {
            return 0;
        }
        Long before = positions.get(partition);
        long from = Math.max(before == null ? 0 : before, end - (before == null ? first : most));
        // Where it goes on, what it has fetched already is not thrown away.
        if (before == null || before != from) {
            consumer.seek(partition, from);
        }
        if (from < end) {
            wanted.put(partition, end);
        }
        positions.put(partition, from);
        return before == null ? 0 : from - before;
    }

    private Batch read(Map<TopicPartition, Long> wanted, long skipped) {
        List<Bar> bars = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < MOST_POLLS && !wanted.isEmpty(); i++) {
            for (ConsumerRecord<String, byte[]> found : consumer.poll(POLL)) {
                take(found, bars, problems);
            }
            // Also of those that have got ahead of what was wanted of them.
            positions.replaceAll((partition, before) -> consumer.position(partition));
            wanted.keySet().removeIf(partition -> positions.get(partition) >= wanted.get(partition));
        }
        return new Batch(bars, skipped, problems);
    }

    private void take(ConsumerRecord<String, byte[]> found, List<Bar> bars, List<Problem> problems) {
        Kind kind = aside.get(new TopicPartition(found.topic(), found.partition()));
        if (kind != null) {
            problems.add(SideRecords.problem(kind, found));
        } else if (found.value() != null) {
            json.one(String.valueOf(found.key()), found.value()).ifPresent(bars::add);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
