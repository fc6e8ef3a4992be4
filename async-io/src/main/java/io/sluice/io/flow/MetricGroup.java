package io.sluice.io.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The numbers of a snapshot that belong together and become one MBean: those of a strategy, a pool, a breaker. */
record MetricGroup(String sort, String name, SortedMap<String, Number> values) {
    private static final double NANOS = 1e9;

    String prefix() {
        return name.isEmpty() ? sort : sort + "." + name;
    }

    static List<MetricGroup> of(IoSnapshot snapshot, Set<String> strategyNames) {
        List<MetricGroup> groups = new ArrayList<>();
        groups.add(files(snapshot));
        Map<String, MetricGroup> strategies = new TreeMap<>();
        strategyNames.forEach(name -> strategies.put(name, new MetricGroup("strategy", name, new TreeMap<>())));
        snapshot.operations().forEach(stats -> strategies.get(stats.strategy()).put(stats));
        groups.addAll(strategies.values());
        snapshot.permits().forEach((name, use) -> groups.add(permits(name, use)));
        snapshot.pools().forEach((name, use) -> groups.add(pool(name, use)));
        snapshot.rateWaiters().forEach((name, waiters) -> groups.add(single("rate", name, "waiters", waiters)));
        snapshot.breakers().forEach((name, state) -> groups.add(single("breaker", name, "state", number(state))));
        return groups;
    }

    private static MetricGroup files(IoSnapshot snapshot) {
        SortedMap<String, Number> values = new TreeMap<>();
        values.put("opened", snapshot.filesOpened());
        values.put("open", snapshot.filesOpen());
        long retries = 0;
        for (Operation operation : Operation.values()) {
            long count = snapshot.retries().getOrDefault(operation, 0L);
            values.put("retries." + word(operation), count);
            retries += count;
        }
        values.put("retries", retries);
        return new MetricGroup("files", "", values);
    }

    private void put(OperationStats stats) {
        String operation = word(stats.operation()) + ".";
        values.put(operation + "operations", stats.operations());
        values.put(operation + "errors", stats.errors());
        values.put(operation + "bytes", stats.bytes());
        values.put(operation + "seconds", seconds(stats.total()));
        values.put(operation + "longest.seconds", seconds(stats.longest()));
        values.put(operation + "median.seconds", seconds(stats.median()));
        values.put(operation + "p99.seconds", seconds(stats.percentile99()));
        values.put(operation + "bytes.per.busy.second", stats.bytesPerBusySecond());
    }

    private static MetricGroup permits(String name, PermitUse use) {
        SortedMap<String, Number> values = new TreeMap<>();
        values.put("operations", use.operations());
        values.put("bytes", use.bytes());
        values.put("waiters", use.waiters());
        values.put("peak.operations", use.peakOperations());
        values.put("peak.bytes", use.peakBytes());
        values.put("limit.operations", use.limits().operations());
        values.put("limit.bytes", use.limits().bytes());
        return new MetricGroup("permits", name, values);
    }

    private static MetricGroup pool(String name, WorkerUse use) {
        SortedMap<String, Number> values = new TreeMap<>();
        values.put("threads", use.threads());
        values.put("active", use.active());
        values.put("queued", use.queued());
        values.put("queue.limit", use.queueLimit());
        values.put("completed", use.completed());
        values.put("rejected", use.rejected());
        return new MetricGroup("pool", name, values);
    }

    private static MetricGroup single(String sort, String name, String what, Number value) {
        return new MetricGroup(sort, name, new TreeMap<>(Map.of(what, value)));
    }

    /** Ordered by how bad it is, so that an alert can compare. */
    private static int number(String breakerState) {
        return switch (breakerState) {
            case "CLOSED" -> 0;
            case "HALF_OPEN" -> 1;
            default -> 2;
        };
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }

    private static String word(Operation operation) {
        return operation.name().toLowerCase(Locale.ROOT);
    }
}
