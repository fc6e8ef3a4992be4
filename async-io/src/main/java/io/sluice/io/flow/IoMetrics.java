package io.sluice.io.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * What the file layer does and did: operations by kind and strategy, open files, retries, and whatever permits, pools,
 * rate limits and breakers it is told to watch. One per file system. Any thread counts and reads; counting never waits.
 *
 * <p>Read it as a {@link #snapshot()}, as {@link #values() names and numbers}, or as MBeans ({@link #registerMBeans}).
 */
public final class IoMetrics {
    /** Names come from code and settings, not from data: more than this of one sort is a mistake. */
    private static final int MOST_NAMES = 256;

    private final Timing timing;
    private final long madeAt;
    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final Map<Operation, LongAdder> retries = new EnumMap<>(Operation.class);

    private final Map<String, IoMeter> meters = new ConcurrentHashMap<>();
    private final Map<String, Permits> permits = new ConcurrentHashMap<>();
    private final Map<String, WorkerPool> pools = new ConcurrentHashMap<>();
    private final Map<String, RateLimit> rates = new ConcurrentHashMap<>();
    private final Map<String, Resilience> breakers = new ConcurrentHashMap<>();

    public IoMetrics(Timing timing) {
        this.timing = timing;
        madeAt = timing.now();
        for (Operation operation : Operation.values()) {
            retries.put(operation, new LongAdder());
        }
    }

    /** The counters of one strategy, the same for the same name. Look it up once, not per operation. */
    public IoMeter meter(String strategy) {
        IoMeter meter = meters.get(strategy);
        if (meter == null) {
            checkRoom(meters, strategy);
            meter = meters.computeIfAbsent(strategy, name -> new IoMeter(name, timing.nanoTime()));
        }
        return meter;
    }

    public void fileOpened() {
        opened.increment();
    }

    public void fileClosed() {
        closed.increment();
    }

    void retried(Operation operation) {
        retries.get(operation).increment();
    }

    public void watch(Permits watched) {
        add(permits, watched.name(), watched);
    }

    /** For permits that end before the file system does; their name is free again. */
    public void unwatch(Permits watched) {
        permits.remove(watched.name(), watched);
    }

    public void watch(WorkerPool watched) {
        add(pools, watched.name(), watched);
    }

    public void watch(RateLimit watched) {
        add(rates, watched.name(), watched);
    }

    public void watch(Resilience watched) {
        add(breakers, watched.name(), watched);
    }

    private static <T> void add(Map<String, T> watched, String name, T added) {
        checkRoom(watched, name);
        if (watched.putIfAbsent(name, added) != null) {
            throw new IllegalArgumentException("metrics: " + name + " is watched already, names must differ");
        }
    }

    private static void checkRoom(Map<String, ?> names, String added) {
        if (names.size() >= MOST_NAMES && !names.containsKey(added)) {
            throw new IllegalArgumentException(
                    "metrics: no room for " + added + ", there are " + MOST_NAMES + " names of this sort");
        }
    }

    /** The counters as they are now; those that change meanwhile may be from slightly different moments. */
    public IoSnapshot snapshot() {
        List<OperationStats> operations = new ArrayList<>();
        new TreeMap<>(meters).values().forEach(meter -> operations.addAll(meter.stats()));
        Map<Operation, Long> retried = new EnumMap<>(Operation.class);
        retries.forEach((operation, counter) -> {
            if (counter.sum() > 0) {
                retried.put(operation, counter.sum());
            }
        });
        // The closed ones first, so that a file opened and closed in between never makes fewer than none open.
        long closedFiles = closed.sum();
        long openedFiles = opened.sum();
        return new IoSnapshot(
                Duration.ofNanos(timing.now() - madeAt),
                List.copyOf(operations),
                openedFiles,
                openedFiles - closedFiles,
                Map.copyOf(retried),
                each(permits, Permits::use),
                each(pools, WorkerPool::use),
                each(rates, RateLimit::waiters),
                each(breakers, Resilience::breakerState));
    }

    private static <T, V> Map<String, V> each(Map<String, T> watched, Function<T, V> look) {
        Map<String, V> values = new TreeMap<>();
        watched.forEach((name, one) -> values.put(name, look.apply(one)));
        return Map.copyOf(values);
    }

    /** Everything as a number with a dotted name, {@code strategy.pooled.read.bytes}: for whatever publishes metrics. */
    public SortedMap<String, Number> values() {
        SortedMap<String, Number> values = new TreeMap<>();
        groups().forEach(group ->
                group.values().forEach((name, value) -> values.put(group.prefix() + "." + name, value)));
        return values;
    }

    /** Strategies that have done nothing yet have an empty group, so that they can be registered. */
    List<MetricGroup> groups() {
        return MetricGroup.of(snapshot(), meters.keySet());
    }

    /**
     * Makes the values readable over JMX, as one MBean {@code <domain>:type=<sort>,name=<name>} for each strategy and each
     * watched thing there is now. Call it when all are there; closing the result takes the MBeans away.
     */
    public MetricBeans registerMBeans(String domain) {
        return MetricBeans.register(domain, this);
    }
}
