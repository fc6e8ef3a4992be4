package io.sluice.streams.engine;

import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.window.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * Emitted windows, kept for some time behind each key's newest one. What is older is removed an eighth of that time at
 * once, so that removing costs little for each window. Owned by one task's thread.
 */
final class KeptWindows {
    private static final int PIECES = 8;

    private final Plan plan;
    private final SortedBytes store;
    private final PackedWriter out = new PackedWriter();

    KeptWindows(Plan plan, SortedBytes store) {
        this.plan = plan;
        this.store = store;
    }

    /** The window as it was emitted last, or null if it is not kept. */
    KeptWindow get(KeyState state, Level level, long start) {
        if (plan.keep() == 0) {
            return null;
        }
        byte[] bytes = store.get(key(state, level, start));
        return bytes == null ? null : KeptWindow.read(bytes, plan);
    }

    void put(KeyState state, Level level, long start, KeptWindow window) {
        if (plan.keep() == 0) {
            return;
        }
        store.put(key(state, level, start), window.write(out));
        int index = level.index();
        long to = Math.max(state.keptTo(index), window.end());
        long from = Math.min(state.keptFrom(index), start);
        if (to - plan.keep() - plan.keep() / PIECES > from) {
            from = to - plan.keep();
            remove(state, level, state.keptFrom(index), from - 1);
        }
        state.kept(index, from, to);
    }

    void removeAll(KeyState state) {
        if (plan.keep() > 0) {
            for (Level level : plan.levels().all()) {
                remove(state, level, Long.MIN_VALUE, Long.MAX_VALUE);
            }
        }
    }

    private void remove(KeyState state, Level level, long from, long to) {
        List<byte[]> old = new ArrayList<>();
        store.scan(key(state, level, from), key(state, level, to), (key, value) -> old.add(key));
        old.forEach(key -> store.put(key, null));
    }

    private static byte[] key(KeyState state, Level level, long start) {
        return WindowKeys.of(WindowKeys.KEPT, level.index(), state.key().get(), start);
    }
}
