package io.sluice.streams.engine;

import io.sluice.streams.window.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules of {@code docs/windows.md}, said again as simply as can be: rows in lists, emitted windows in sets, no partial
 * aggregates, no stores. What the engine is compared with.
 */
final class NaiveWindows {
    record Row(String input, String key, long time, Long price, long quantity, long position) {}

    record Closed(String level, String key, long start, long end, List<Row> rows) {}

    private static final class Input {
        long mark;
        long fedAt;

        Input(long mark, long fedAt) {
            this.mark = mark;
            this.fedAt = fedAt;
        }
    }

    private static final class Key {
        final Map<String, Input> inputs = new HashMap<>();
        final List<TreeMap<Long, List<Row>>> open = new ArrayList<>();
        final List<Set<Long>> emitted = new ArrayList<>();
        long passed = Long.MIN_VALUE;
        long fedAt;
        boolean waits;

        long watermark() {
            return inputs.values().stream().mapToLong(input -> input.mark).min().orElse(passed);
        }

        void release(String input) {
            Input gone = inputs.remove(input);
            if (gone != null) {
                passed = Math.max(passed, gone.mark);
            }
        }
    }

    final List<Closed> bars = new ArrayList<>();
    final List<Closed> late = new ArrayList<>();
    private final Plan plan;
    private final long idle;
    private final Map<String, Key> keys = new TreeMap<>();
    private long clock;
    // How far each task upstream is: nothing is known at first. A single one holds nothing back.
    private final long[] reached;
    private final Set<Integer> atEnd = new HashSet<>();

    NaiveWindows(Plan plan, long idle, int tasks) {
        this.plan = plan;
        this.idle = idle;
        reached = new long[tasks];
        Arrays.fill(reached, Long.MIN_VALUE);
    }

    private long allowed(Key key) {
        long least = reached.length == 1
                ? Long.MAX_VALUE
                : Arrays.stream(reached).min().orElseThrow();
        return Math.min(key.watermark(), least);
    }

    /** A task upstream has said how far it is, if it is behind. */
    void reached(int task, long where) {
        if (reached[task] != Long.MAX_VALUE) {
            reached[task] = where;
            keys.forEach((name, key) -> close(name, key, allowed(key)));
        }
    }

    /** A task upstream has said where it is. */
    void said(int task, boolean isAtEnd, long where, long interval) {
        reached[task] = isAtEnd ? Long.MAX_VALUE : where;
        keys.forEach((name, key) -> close(name, key, allowed(key)));
        if (!isAtEnd) {
            atEnd.clear();
        } else if (atEnd.add(task) && atEnd.size() == reached.length) {
            atEnd.clear();
            tick(interval);
        }
    }

    /** The rows of records that are folded together. */
    void record(List<Row> rows) {
        Map<String, List<Row>> byKey = new TreeMap<>();
        rows.forEach(
                row -> byKey.computeIfAbsent(row.key, anew -> new ArrayList<>()).add(row));
        byKey.forEach(this::keyed);
    }

    private void keyed(String name, List<Row> rows) {
        Key key = keys.computeIfAbsent(name, anew -> {
            Key made = new Key();
            plan.levels().all().forEach(level -> {
                made.open.add(new TreeMap<>());
                made.emitted.add(new HashSet<>());
            });
            return made;
        });
        for (Level base : plan.levels().bases()) {
            if (base.isSession()) {
                rows.forEach(row -> session(key, base, row));
            } else {
                Map<Long, List<Row>> parts = new TreeMap<>();
                rows.forEach(row -> parts.computeIfAbsent(base.steps().startOf(row.time), anew -> new ArrayList<>())
                        .add(row));
                parts.forEach((start, part) -> add(name, key, base, start, part));
            }
        }
        for (Row row : rows) {
            Input known = key.inputs.get(row.input);
            key.inputs.put(row.input, new Input(known == null ? row.time : Math.max(known.mark, row.time), clock));
        }
        for (String other : List.copyOf(key.inputs.keySet())) {
            if (key.inputs.get(other).fedAt <= clock - idle) {
                key.release(other);
            }
        }
        close(name, key, allowed(key));
        key.fedAt = clock;
        key.waits = true;
    }

    private static void session(Key key, Level level, Row row) {
        List<Row> joined = new ArrayList<>(List.of(row));
        TreeMap<Long, List<Row>> open = key.open.get(level.index());
        for (long start : List.copyOf(open.keySet())) {
            List<Row> other = open.get(start);
            if (row.time >= start - level.length() && row.time <= last(other) + level.length()) {
                joined.addAll(open.remove(start));
            }
        }
        open.put(joined.stream().mapToLong(Row::time).min().orElseThrow(), joined);
    }

    private static long last(List<Row> rows) {
        return rows.stream().mapToLong(Row::time).max().orElseThrow();
    }

    private void add(String name, Key key, Level level, long start, List<Row> rows) {
        if (key.emitted.get(level.index()).contains(start)) {
            late.add(new Closed(level.name(), name, start, level.endOf(start), rows));
        } else {
            key.open
                    .get(level.index())
                    .computeIfAbsent(start, anew -> new ArrayList<>())
                    .addAll(rows);
        }
    }

    private void close(String name, Key key, long watermark) {
        for (Level level : plan.levels().all()) {
            TreeMap<Long, List<Row>> open = key.open.get(level.index());
            for (long start : List.copyOf(open.keySet())) {
                long end = level.isSession() ? last(open.get(start)) : level.endOf(start);
                if (end + (level.isSession() ? level.length() : 0) + level.grace() <= watermark) {
                    List<Row> rows = open.remove(start);
                    bars.add(new Closed(level.name(), name, start, end, rows));
                    key.emitted.get(level.index()).add(start);
                    for (Level upper : plan.levels().above(level.index())) {
                        for (long at : starts(upper, start)) {
                            add(name, key, upper, at, rows);
                        }
                    }
                }
            }
        }
    }

    private static List<Long> starts(Level upper, long start) {
        long at = upper.steps().startOf(start);
        if (upper.kind() == Level.Kind.TUMBLING) {
            return List.of(at);
        }
        List<Long> starts = new ArrayList<>();
        long step = upper.steps().endOf(at) - at;
        while (upper.endOf(at) > start) {
            starts.add(at);
            at -= step;
        }
        return starts;
    }

    void inputEnded(String input) {
        keys.forEach((name, key) -> {
            if (key.inputs.containsKey(input)) {
                key.release(input);
                close(name, key, allowed(key));
            }
        });
    }

    private void tick(long interval) {
        clock += interval;
        keys.forEach((name, key) -> {
            if (key.waits && key.fedAt + idle <= clock) {
                List.copyOf(key.inputs.keySet()).forEach(key::release);
                close(name, key, Long.MAX_VALUE);
                key.waits = false;
            }
        });
    }

    /** Waiting begins anew, for all keys. */
    void restarted() {
        clock = 0;
        Arrays.fill(reached, Long.MIN_VALUE);
        atEnd.clear();
        keys.values().forEach(key -> {
            key.fedAt = 0;
            key.waits = true;
            key.inputs.values().forEach(input -> input.fedAt = 0);
        });
    }
}
