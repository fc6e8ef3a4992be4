package io.sluice.streams.engine;

import io.sluice.streams.aggregate.AggregateValues;
import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.window.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The open windows of keys: those that close next in the key's state, and beyond {@value #MOST_IN_STATE} of a level, as a
 * file that runs far ahead of another leaves them, each for itself in the store. So a key's state stays small, and a
 * record costs the same however many windows are open. Owned by one task's thread.
 */
final class OpenWindows {
    static final int MOST_IN_STATE = 64;
    private static final int REFILL = 32;

    private final Plan plan;
    private final SortedBytes store;
    private final PackedWriter out = new PackedWriter();
    private final PackedReader in = new PackedReader();
    private long count;

    OpenWindows(Plan plan, SortedBytes store) {
        this.plan = plan;
        this.store = store;
    }

    /** How many there are, of all keys that were counted or have changed. */
    long count() {
        return count;
    }

    /** Counts those of a key that was stored before. */
    void counted(KeyState state, LevelState level) {
        count += level.open.size();
        if (level.apartFrom != LevelState.NOTHING_APART) {
            store.scan(
                    storeKey(state, level.level, level.apartFrom),
                    storeKey(state, level.level, Long.MAX_VALUE),
                    (key, value) -> {
                        count++;
                        return true;
                    });
        }
    }

    /** Takes out the window that was {@link #first}. */
    void removeFirst(LevelState level) {
        level.open.remove(0);
        count--;
    }

    /**
     * Adds values to a window that may be new.
     *
     * @param given whether the values may be kept: the caller makes no more use of them then
     * @return whether they are kept
     */
    boolean add(KeyState state, LevelState level, long start, long end, AggregateValues values, boolean given) {
        if (start >= level.apartFrom) {
            addApart(state, level, start, end, values);
            return false;
        }
        int place = level.place(start);
        if (place >= 0) {
            level.open.get(place).values.merge(values);
            return false;
        }
        level.open.add(-place - 1, new OpenWindow(start, end, given ? values : copy(values)));
        count++;
        return given;
    }

    /**
     * Puts into the store what a key has too many of. Not with each that is added: most of what comes together closes with
     * it, and would be written only to be removed.
     */
    void putApart(KeyState state, LevelState level) {
        while (level.open.size() > MOST_IN_STATE && !level.level.isSession()) {
            OpenWindow last = level.open.remove(level.open.size() - 1);
            store.put(storeKey(state, level.level, last.start), written(last.end, last.values));
            level.apartFrom = last.start;
        }
    }

    /** Adds the rows of a session, which joins all sessions within its gap. */
    void addSession(LevelState level, long start, long end, AggregateValues values) {
        long gap = level.level.length();
        OpenWindow joined = null;
        for (int i = level.open.size() - 1; i >= 0; i--) {
            OpenWindow other = level.open.get(i);
            if (joined == null ? touches(other, start, end, gap) : touches(other, joined.start, joined.end, gap)) {
                level.open.remove(i);
                count--;
                if (joined == null) {
                    joined = new OpenWindow(Math.min(start, other.start), Math.max(end, other.end), other.values);
                    joined.values.merge(values);
                } else {
                    joined.start = Math.min(joined.start, other.start);
                    joined.end = Math.max(joined.end, other.end);
                    joined.values.merge(other.values);
                }
            }
        }
        if (joined == null) {
            joined = new OpenWindow(start, end, values);
        }
        level.open.add(-level.place(joined.start) - 1, joined);
        count++;
    }

    private static boolean touches(OpenWindow session, long start, long end, long gap) {
        return start <= session.end + gap && end >= session.start - gap;
    }

    /** The open window that starts first, or null. */
    OpenWindow first(KeyState state, LevelState level) {
        if (level.open.isEmpty() && level.apartFrom != LevelState.NOTHING_APART) {
            refill(state, level);
        }
        return level.open.isEmpty() ? null : level.open.get(0);
    }

    private void refill(KeyState state, LevelState level) {
        List<byte[]> moved = new ArrayList<>();
        // From there, as a scan has to pass what was removed before it.
        byte[] from = storeKey(state, level.level, level.apartFrom);
        level.apartFrom = LevelState.NOTHING_APART;
        store.scan(from, storeKey(state, level.level, Long.MAX_VALUE), (key, value) -> {
            long start = WindowKeys.start(key);
            if (moved.size() == REFILL) {
                level.apartFrom = start;
                return false;
            }
            moved.add(key);
            level.open.add(read(start, value));
            return true;
        });
        moved.forEach(key -> store.put(key, null));
    }

    /** Hands over the open windows that start in [from, to), ascending. */
    void forEach(KeyState state, LevelState level, long from, long to, Consumer<OpenWindow> receiver) {
        for (OpenWindow window : level.open) {
            if (window.start >= from && window.start < to) {
                receiver.accept(window);
            }
        }
        if (level.apartFrom < to) {
            store.scan(
                    storeKey(state, level.level, Math.max(from, level.apartFrom)),
                    storeKey(state, level.level, to - 1),
                    (key, value) -> {
                        receiver.accept(read(WindowKeys.start(key), value));
                        return true;
                    });
        }
    }

    private void addApart(KeyState state, LevelState level, long start, long end, AggregateValues values) {
        byte[] key = storeKey(state, level.level, start);
        byte[] before = store.get(key);
        AggregateValues all = values;
        if (before != null) {
            all = read(start, before).values;
            all.merge(values);
        } else {
            count++;
        }
        store.put(key, written(end, all));
    }

    private AggregateValues copy(AggregateValues values) {
        AggregateValues copy = plan.aggregates().newValues();
        copy.merge(values);
        return copy;
    }

    private static byte[] storeKey(KeyState state, Level level, long start) {
        return WindowKeys.of(WindowKeys.OPEN, level.index(), state.key().get(), start);
    }

    private byte[] written(long end, AggregateValues values) {
        out.clear().writeLong(end);
        values.write(out);
        return out.toBytes();
    }

    private OpenWindow read(long start, byte[] value) {
        in.over(value);
        long end = in.readLong();
        AggregateValues values = plan.aggregates().newValues();
        values.read(in);
        return new OpenWindow(start, end, values);
    }
}
