package io.sluice.streams.engine;

import io.sluice.streams.aggregate.AggregateValues;
import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.window.Level;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Looks up the windows of one key: those that are kept and those that are open, as of the last commit. Stateless but for
 * the plan; each query is one thread's.
 */
public final class BarQuery {
    /** Reads a range of the window store, as {@link SortedBytes#scan} does. */
    public interface Scan {
        void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> receiver);
    }

    private final Plan plan;

    public BarQuery(Plan plan) {
        this.plan = plan;
    }

    /** Hands over the windows that start in [from, to), ascending. */
    public void bars(KeyState state, Scan windows, Level level, long from, long to, Consumer<Bar> receiver) {
        if (from >= to) {
            return;
        }
        Bytes key = state.key();
        TreeMap<Long, Bar> bars = new TreeMap<>();
        windows.scan(
                WindowKeys.of(WindowKeys.KEPT, level.index(), key.get(), from),
                WindowKeys.of(WindowKeys.KEPT, level.index(), key.get(), to - 1),
                (windowKey, value) -> {
                    long start = WindowKeys.start(windowKey);
                    KeptWindow window = KeptWindow.read(value, plan);
                    bars.put(
                            start,
                            new Bar(
                                    level,
                                    key,
                                    start,
                                    window.end(),
                                    window.values(),
                                    true,
                                    window.revision(),
                                    window.gap()));
                    return true;
                });
        // A row is in one open window only: what is open below belongs to the window above, as if it had flowed up.
        for (int index = level.index();
                index >= 0;
                index = plan.levels().get(index).source()) {
            open(state, windows, level, plan.levels().get(index), from, to, bars);
        }
        bars.values().forEach(receiver);
    }

    private void open(KeyState state, Scan windows, Level level, Level below, long from, long to, Map<Long, Bar> bars) {
        for (OpenWindow window : state.level(below.index()).open) {
            add(state, level, below, window, from, to, bars);
        }
        windows.scan(
                WindowKeys.of(WindowKeys.OPEN, below.index(), state.key().get(), Long.MIN_VALUE),
                WindowKeys.of(WindowKeys.OPEN, below.index(), state.key().get(), to - 1),
                (windowKey, value) -> {
                    PackedReader in = new PackedReader().over(value);
                    long end = in.readLong();
                    AggregateValues values = plan.aggregates().newValues();
                    values.read(in);
                    add(state, level, below, new OpenWindow(WindowKeys.start(windowKey), end, values), from, to, bars);
                    return true;
                });
    }

    private void add(
            KeyState state, Level level, Level below, OpenWindow window, long from, long to, Map<Long, Bar> bars) {
        if (below.index() == level.index()) {
            put(state, level, window.start, window.end, window.values, from, to, bars);
            return;
        }
        long start = level.steps().startOf(window.start);
        if (level.kind() == Level.Kind.TUMBLING) {
            put(state, level, start, level.endOf(start), window.values, from, to, bars);
            return;
        }
        long step = level.steps().endOf(start) - start;
        for (long at = start; at > window.start - level.length(); at -= step) {
            put(state, level, at, at + level.length(), window.values, from, to, bars);
        }
    }

    private void put(
            KeyState state,
            Level level,
            long start,
            long end,
            AggregateValues values,
            long from,
            long to,
            Map<Long, Bar> bars) {
        if (start < from || start >= to) {
            return;
        }
        Bar bar = bars.get(start);
        if (bar == null) {
            bar = new Bar(level, state.key(), start, end, plan.aggregates().newValues(), false, 0, false);
            bars.put(start, bar);
        }
        if (!bar.isFinal()) {
            bar.values().merge(values);
        }
    }
}
