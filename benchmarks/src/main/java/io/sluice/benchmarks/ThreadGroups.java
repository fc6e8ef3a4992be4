package io.sluice.benchmarks;

import java.util.List;
import java.util.Map;

/** What the threads of the three processes are for, by their names. Stateless. */
final class ThreadGroups {

    static final String OTHERS = "other threads";
    private static final String SOURCE = "source: ";
    private static final String SINK = "sink: ";

    /** The first one that fits counts. */
    private static final List<Map.Entry<String, String>> BY_NAME = List.of(
            Map.entry("sluice-reader-.*", SOURCE + "reads, frames, makes records"),
            Map.entry("task-thread-" + PipelineBed.SOURCE + "-.*", SOURCE + "Connect's task: converts, sends, commits"),
            Map.entry("kafka-producer-network-thread \\| connector-producer-.*", SOURCE + "producer's network thread"),
            Map.entry("sluice-sink-rows-.*", SINK + "rows into Parquet"),
            Map.entry("sluice-sink-store-.*", SINK + "claims and commits"),
            Map.entry("sluice-sink-files-.*", SINK + "finishes files"),
            Map.entry("task-thread-.*", SINK + "Connect's task: fetches, converts"),
            Map.entry(".*StreamThread-[0-9]+", "stream threads"),
            Map.entry("kafka-producer-network-thread.*", "producers' network threads"),
            Map.entry("data-plane-kafka-request-handler-.*", "request handlers"),
            Map.entry("data-plane-kafka-network-thread-.*", "network threads"),
            Map.entry("RMI .*|JMX .*", "being looked at over JMX"));

    private ThreadGroups() {}

    static String of(String thread) {
        return BY_NAME.stream()
                .filter(group -> thread.matches(group.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(OTHERS);
    }
}
