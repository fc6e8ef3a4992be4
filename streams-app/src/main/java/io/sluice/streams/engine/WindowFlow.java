package io.sluice.streams.engine;

import io.sluice.streams.aggregate.AggregateValues;
import io.sluice.streams.window.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The windows of one key after the other: what is added, what closes and flows into the levels above, what is late. Each
 * level is computed from the one below: a window flows up when it closes, and what comes late flows up for itself.
 * Owned by one task's thread.
 */
final class WindowFlow {
    private final Plan plan;
    private final OpenWindows open;
    private final KeptWindows kept;
    private final Emission emission;
    private final boolean updates;
    // Windows that the record at hand has changed, by level: for updates.
    private final List<TreeSet<Long>> touched = new ArrayList<>();

    WindowFlow(Plan plan, SortedBytes windows, Emission emission) {
        this.plan = plan;
        this.emission = emission;
        open = new OpenWindows(plan, windows);
        kept = new KeptWindows(plan, windows);
        updates = plan.levels().all().stream().anyMatch(level -> level.emit() == Level.Emit.UPDATES);
        plan.levels().all().forEach(level -> touched.add(new TreeSet<>()));
    }

    /**
     * Adds a part of a base level's window.
     *
     * @return whether the values are kept, so that the caller must not use them again
     */
    boolean add(KeyState state, Level level, long start, long end, AggregateValues values) {
        if (updates) {
            touched.get(level.index()).add(start);
        }
        if (level.isSession()) {
            open.addSession(state.level(level.index()), start, end, values);
            return true;
        }
        return add(state, level, start, end, values, true);
    }

    private boolean add(KeyState state, Level level, long start, long end, AggregateValues values, boolean given) {
        LevelState levelState = state.level(level.index());
        if (levelState.emitted.contains(start)) {
            late(state, level, start, end, values);
            return false;
        }
        return open.add(state, levelState, start, end, values, given);
    }

    private void late(KeyState state, Level level, long start, long end, AggregateValues values) {
        KeptWindow window = plan.corrections() ? kept.get(state, level, start) : null;
        if (window == null) {
            String reason =
                    plan.corrections() ? "the window was emitted, and is not kept any more" : "the window was emitted";
            late(state, level, start, end, values, false, reason);
            return;
        }
        window.values().merge(values);
        KeptWindow corrected = new KeptWindow(end, window.revision() + 1, false, window.values());
        kept.put(state, level, start, corrected);
        if (level.emit() != Level.Emit.NONE) {
            emission.bar(
                    new Bar(level, state.key(), start, end, corrected.values(), true, corrected.revision(), false));
        }
        late(state, level, start, end, values, true, "the window was emitted, and is corrected");
        flowUp(state, level, start, values, false);
    }

    private void late(
            KeyState state, Level level, long start, long end, AggregateValues values, boolean corrected, String why) {
        emission.late(new LatePart(level, state.key(), start, end, values, state.watermark(), corrected, why));
    }

    /** Closes what the watermark has passed, level by level. */
    void close(KeyState state, long watermark) {
        for (Level level : plan.levels().all()) {
            close(state, state.level(level.index()), watermark);
        }
    }

    /** Closes all windows of the levels that close after so long a quiet time. */
    void closeQuiet(KeyState state, Duration quietFor) {
        for (Level level : plan.levels().all()) {
            if (level.idle().isPresent() && level.idle().get().compareTo(quietFor) <= 0) {
                close(state, state.level(level.index()), Long.MAX_VALUE);
            }
        }
    }

    /**
     * The least watermark by which a window of the key closes, if the given one is enough for that; otherwise {@link
     * Long#MAX_VALUE}. Changes nothing.
     */
    long nextClose(KeyState state, long watermark) {
        long next = Long.MAX_VALUE;
        for (Level level : plan.levels().all()) {
            LevelState levelState = state.level(level.index());
            if (!levelState.isEmpty()) {
                long end = levelState.open.isEmpty() ? level.endOf(levelState.apartFrom) : levelState.open.get(0).end;
                next = Math.min(next, passedAt(level, end));
            }
        }
        return next <= watermark ? next : Long.MAX_VALUE;
    }

    private static long passedAt(Level level, long end) {
        return end + (level.isSession() ? level.length() : 0) + level.grace();
    }

    private void close(KeyState state, LevelState levelState, long watermark) {
        Level level = levelState.level;
        for (OpenWindow window = open.first(state, levelState);
                window != null;
                window = open.first(state, levelState)) {
            if (passedAt(level, window.end) > watermark) {
                return;
            }
            open.removeFirst(levelState);
            emit(state, levelState, window);
        }
    }

    private void emit(KeyState state, LevelState levelState, OpenWindow window) {
        Level level = levelState.level;
        if (level.gaps() > 0) {
            fillGap(state, levelState, window);
        }
        emit(state, levelState, window.start, window.end, window.values, false);
        flowUp(state, level, window.start, window.values, true);
    }

    private void emit(
            KeyState state, LevelState levelState, long start, long end, AggregateValues values, boolean gap) {
        Level level = levelState.level;
        if (!level.isSession()) {
            levelState.emitted.add(start, level.steps().endOf(start));
        }
        if (level.emit() != Level.Emit.NONE) {
            emission.bar(new Bar(level, state.key(), start, end, values, true, 0, gap));
        }
        kept.put(state, level, start, new KeptWindow(end, 0, gap, values));
    }

    private void fillGap(KeyState state, LevelState levelState, OpenWindow next) {
        Level level = levelState.level;
        if (levelState.standing != null && levelState.newestEnd < next.start) {
            List<Long> starts = new ArrayList<>();
            long start = levelState.newestEnd;
            while (start < next.start && starts.size() <= level.gaps()) {
                starts.add(start);
                start = level.steps().endOf(start);
            }
            if (starts.size() <= level.gaps()) {
                for (long empty : starts) {
                    emit(state, levelState, empty, level.endOf(empty), levelState.standing, true);
                }
            }
        }
        if (next.end > levelState.newestEnd) {
            levelState.newestEnd = next.end;
            levelState.standing = plan.aggregates().newValues();
            levelState.standing.standAtEndOf(next.values);
        }
    }

    /** Adds what a window of one level holds, or what came late to it, to those above. */
    private void flowUp(KeyState state, Level level, long start, AggregateValues values, boolean given) {
        List<Level> above = plan.levels().above(level.index());
        boolean mayGive =
                given && plan.keep() == 0 && above.size() == 1 && above.get(0).kind() == Level.Kind.TUMBLING;
        for (Level upper : above) {
            long from = upper.steps().startOf(start);
            if (upper.kind() == Level.Kind.TUMBLING) {
                add(state, upper, from, upper.endOf(from), values, mayGive);
            } else {
                long step = upper.steps().endOf(from) - from;
                for (long at = from; at > start - upper.length(); at -= step) {
                    add(state, upper, at, at + upper.length(), values, false);
                }
            }
        }
    }

    /** Emits the present values of the windows that the record at hand changed, where updates are wanted. */
    void update(KeyState state) {
        if (!updates) {
            return;
        }
        for (Level level : plan.levels().all()) {
            LevelState levelState = state.level(level.index());
            for (long start : touched.get(level.index())) {
                update(state, levelState, start);
                for (Level upper : plan.levels().above(level.index())) {
                    touchAbove(upper, start);
                }
            }
            touched.get(level.index()).clear();
        }
    }

    private void touchAbove(Level upper, long start) {
        long from = upper.steps().startOf(start);
        if (upper.kind() == Level.Kind.TUMBLING) {
            touched.get(upper.index()).add(from);
            return;
        }
        long step = upper.steps().endOf(from) - from;
        for (long at = from; at > start - upper.length(); at -= step) {
            touched.get(upper.index()).add(at);
        }
    }

    private void update(KeyState state, LevelState levelState, long start) {
        Level level = levelState.level;
        if (level.emit() != Level.Emit.UPDATES) {
            return;
        }
        if (level.isSession()) {
            for (OpenWindow session : levelState.open) {
                if (start >= session.start && start <= session.end) {
                    emission.bar(
                            new Bar(level, state.key(), session.start, session.end, session.values, false, 0, false));
                }
            }
        } else if (!levelState.emitted.contains(start)) {
            AggregateValues values = plan.aggregates().newValues();
            addPresent(state, level, start, level.endOf(start), values);
            if (values.rows() > 0) {
                emission.bar(new Bar(level, state.key(), start, level.endOf(start), values, false, 0, false));
            }
        }
    }

    /**
     * What a window holds, and what the open windows below will give it. Every row is in one open window only, as closing
     * moves it up, so all those below that lie in the window count.
     */
    private void addPresent(KeyState state, Level level, long start, long end, AggregateValues values) {
        open.forEach(state, state.level(level.index()), start, start + 1, window -> values.merge(window.values));
        for (int source = level.source();
                source >= 0;
                source = plan.levels().get(source).source()) {
            open.forEach(state, state.level(source), start, end, window -> values.merge(window.values));
        }
    }

    /** All that came together was added, and what it closes is closed. */
    void settle(KeyState state) {
        for (Level level : plan.levels().all()) {
            open.putApart(state, state.level(level.index()));
        }
    }

    /** How many windows are open, of all keys. */
    long openWindows() {
        return open.count();
    }

    /** Counts the open windows of a key that was stored before. */
    void counted(KeyState state) {
        plan.levels().all().forEach(level -> open.counted(state, state.level(level.index())));
    }

    void forget(KeyState state) {
        kept.removeAll(state);
    }
}
