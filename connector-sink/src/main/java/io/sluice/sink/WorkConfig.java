package io.sluice.sink;

import io.sluice.connector.KeyGroup;
import io.sluice.connector.Values;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * How much memory and how many threads are used: the keys of the group, and what they say. An immutable value.
 *
 * @param budgetBytes of all writers of the worker; 0 for a quarter of the heap
 * @param queueBytes of one partition
 * @param closeTimeout how long Connect waits for a last commit
 */
record WorkConfig(long budgetBytes, long queueBytes, int threads, Duration closeTimeout) {

    static final String BUDGET = "memory.budget.bytes";
    static final String QUEUE = "partition.queue.bytes";
    static final String THREADS = "writer.threads";
    static final String CLOSE_TIMEOUT = "close.timeout.ms";

    static void define(ConfigDef def) {
        new KeyGroup(def, "Memory and threads")
                .large(
                        BUDGET,
                        0,
                        0,
                        Long.MAX_VALUE,
                        Importance.HIGH,
                        "What all sinks of this worker together may hold in memory: records that wait, and rows that are not in a"
                                + " file yet. Over it, the largest file is finished, and consumption pauses until there is room. If"
                                + " connectors say different numbers, the least holds. 0: a quarter of the heap.")
                .large(
                        QUEUE,
                        8L << 20,
                        1 << 10,
                        1L << 32,
                        Importance.LOW,
                        "How much of one partition may wait for its writer before the partition is paused.")
                .number(
                        THREADS,
                        0,
                        0,
                        256,
                        Importance.MEDIUM,
                        "How many threads of a task make rows; four times as many finish files. 0: one for each processor.")
                .large(
                        CLOSE_TIMEOUT,
                        30_000,
                        0,
                        Duration.ofHours(1).toMillis(),
                        Importance.LOW,
                        "How long a partition that is given up may take for its last commit. What is not committed by then is read"
                                + " again by whoever gets it.");
    }

    static WorkConfig read(Values values) {
        int threads = values.number(THREADS);
        long budget = values.large(BUDGET);
        return new WorkConfig(
                budget == 0 ? Runtime.getRuntime().maxMemory() / 4 : budget,
                values.large(QUEUE),
                threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
                values.millis(CLOSE_TIMEOUT));
    }
}
