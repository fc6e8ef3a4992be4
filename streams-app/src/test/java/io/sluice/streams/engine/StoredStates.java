package io.sluice.streams.engine;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;

/** Stores in memory that keep bytes only, so that every state goes through its form; they can be copied and set back. */
final class StoredStates implements KeyStates, SortedBytes {
    final TreeMap<Bytes, byte[]> states;
    final TreeMap<Bytes, byte[]> windows;
    int windowsWritten;
    private final Plan plan;
    private final long clock;

    StoredStates(Plan plan, long clock) {
        this(plan, clock, new TreeMap<>(), new TreeMap<>());
    }

    private StoredStates(Plan plan, long clock, Map<Bytes, byte[]> states, Map<Bytes, byte[]> windows) {
        this.plan = plan;
        this.clock = clock;
        this.states = new TreeMap<>(states);
        this.windows = new TreeMap<>(windows);
    }

    StoredStates copy(long newClock) {
        return new StoredStates(plan, newClock, states, windows);
    }

    @Override
    public KeyState get(Bytes key) {
        byte[] bytes = states.get(key);
        return bytes == null
                ? new KeyState(key, plan)
                : KeyState.read(key, new PackedReader().over(bytes), plan, clock, 0);
    }

    @Override
    public void changed(KeyState state) {
        PackedWriter out = new PackedWriter();
        state.write(out, clock);
        states.put(state.key(), out.toBytes());
    }

    @Override
    public void remove(Bytes key) {
        states.remove(key);
    }

    @Override
    public void forEach(Consumer<KeyState> receiver) {
        for (Bytes key : List.copyOf(states.keySet())) {
            receiver.accept(get(key));
        }
    }

    @Override
    public byte[] get(byte[] key) {
        return windows.get(Bytes.wrap(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        windowsWritten++;
        if (value == null) {
            windows.remove(Bytes.wrap(key));
        } else {
            windows.put(Bytes.wrap(key), value);
        }
    }

    @Override
    public void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> receiver) {
        if (Bytes.wrap(from).compareTo(Bytes.wrap(to)) > 0) {
            return;
        }
        for (var entry : new ArrayList<>(
                windows.subMap(Bytes.wrap(from), true, Bytes.wrap(to), true).entrySet())) {
            if (!receiver.test(entry.getKey().get(), entry.getValue())) {
                return;
            }
        }
    }
}
