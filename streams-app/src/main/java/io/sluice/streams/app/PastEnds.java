package io.sluice.streams.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where the ends of topics were, for a moment. Owned by the thread that asks for them. */
final class PastEnds {
    private static final int TOO_OLD = 3;

    private final Duration moment;
    private final ArrayDeque<Ends> all = new ArrayDeque<>();

    /**
     * What was answered.
     *
     * @param nanos when it was asked
     */
    private record Ends(Map<TopicPartition, Long> offsets, long nanos) {}

    PastEnds(Duration moment) {
        this.moment = moment;
    }

    /**
     * Takes the present ends, and gives the newest that are a moment old, or the oldest that are known. Those of long ago say
     * nothing: what has come meanwhile is a backlog.
     */
    Map<TopicPartition, Long> at(Map<TopicPartition, Long> present, long nanos) {
        if (!all.isEmpty() && nanos - all.peekLast().nanos > TOO_OLD * moment.toNanos()) {
            all.clear();
        }
        all.addLast(new Ends(Map.copyOf(present), nanos));
        Ends oldest = all.removeFirst();
        while (!all.isEmpty() && nanos - all.peekFirst().nanos >= moment.toNanos()) {
            oldest = all.removeFirst();
        }
        all.addFirst(oldest);
        return oldest.offsets;
    }

    int size() {
        return all.size();
    }
}
