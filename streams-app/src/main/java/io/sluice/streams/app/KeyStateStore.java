package io.sluice.streams.app;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.engine.KeyState;
import io.sluice.streams.engine.KeyStates;
import io.sluice.streams.engine.Plan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * The states of keys: as objects while they are in use, as bytes in a logged store of Kafka Streams. What has changed is
 * written when Streams flushes its caches, which it does before each commit, and when there is no more room. So a key that
 * is fed a thousand times between two commits is written once; and what a query sees, in the inner store, is what is
 * about to be committed. Owned by the stream thread; only {@link #committed} may be read by others.
 */
final class KeyStateStore implements StateStore, CachedStateStore<Bytes, byte[]>, KeyStates {
    private static final int LEAST_QUEUE = 1_024;
    private static final int AHEAD = 32;

    private final KeyValueStore<Bytes, byte[]> inner;
    private final Plan plan;
    private final int mostKeys;
    private final long clock;
    private final PackedWriter out = new PackedWriter();
    private final PackedReader in = new PackedReader();
    private final Map<Bytes, KeyState> inUse = new HashMap<>();
    // In which order they are looked at when room is needed; what was got meanwhile is passed over once. A map in the
    // order
    // of use would change four of its entries each time that a key is got.
    private final ArrayDeque<KeyState> queue = new ArrayDeque<>();
    // Those that have changed; one that was evicted meanwhile is written, and says so.
    private final List<KeyState> changed = new ArrayList<>();
    private Runnable notice = () -> {};

    @SuppressWarnings("UnusedVariable") // Set so that looking is not compiled away.
    private long touched;

    /**
     * @param inner keeps the bytes
     * @param mostKeys how many keys may be objects
     * @param clock another for each store there ever is: waiting does not go on over a restart
     */
    KeyStateStore(KeyValueStore<Bytes, byte[]> inner, Plan plan, int mostKeys, long clock) {
        this.inner = inner;
        this.plan = plan;
        this.mostKeys = mostKeys;
        this.clock = clock;
    }

    @Override
    public KeyState get(Bytes key) {
        KeyState state = inUse.get(key);
        if (state == null) {
            byte[] bytes = inner.get(key);
            state = bytes == null ? KeyState.empty(key, plan) : KeyState.read(key, in.over(bytes), plan, clock, 0);
            inUse.put(state.key(), state);
            if (inUse.size() > mostKeys) {
                evictOne();
            }
            queue.add(state);
        }
        state.setUsed(true);
        return state;
    }

    private void evictOne() {
        for (KeyState next = queue.remove(); ; next = queue.remove()) {
            if (inUse.get(next.key()) != next) {
                // Removed.
                continue;
            }
            if (next.setUsed(false)) {
                queue.add(next);
                continue;
            }
            if (next.setChanged(false)) {
                write(next);
            }
            inUse.remove(next.key());
            return;
        }
    }

    private void write(KeyState state) {
        state.write(out.clear(), clock);
        inner.put(state.key(), out.toBytes());
    }

    @Override
    public void changed(KeyState state) {
        if (!state.setChanged(true)) {
            changed.add(state);
            if (changed.size() > 2 * mostKeys) {
                // The half of them, or more, was evicted.
                changed.removeIf(each -> !each.hasChanged());
            }
        }
    }

    @Override
    public void remove(Bytes key) {
        KeyState gone = inUse.remove(key);
        if (gone != null) {
            gone.setChanged(false);
            if (queue.size() > 2 * inUse.size() + LEAST_QUEUE) {
                queue.removeIf(each -> inUse.get(each.key()) != each);
            }
        }
        inner.delete(key);
    }

    @Override
    public void forEach(Consumer<KeyState> receiver) {
        try (KeyValueIterator<Bytes, byte[]> all = inner.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> next = all.next();
                receiver.accept(KeyState.read(next.key, in.over(next.value), plan, clock, 0));
            }
        }
    }

    /** The state as it was written last; for other threads. */
    KeyState committed(Bytes key) {
        byte[] bytes = inner.get(key);
        return bytes == null ? null : KeyState.read(key, new PackedReader().over(bytes), plan, clock, 0);
    }

    /** Calls this before each commit, from now on. */
    void beforeCommits(Runnable newNotice) {
        notice = newNotice;
    }

    /** How many states have changed since they were written. */
    int changed() {
        return changed.size();
    }

    @Override
    public void flushCache() {
        notice.run();
        int count = changed.size();
        for (int i = 0; i < count; i++) {
            if (i % AHEAD == 0) {
                touch(i, Math.min(i + AHEAD, count));
            }
            KeyState state = changed.get(i);
            if (state.setChanged(false)) {
                write(state);
            }
        }
        changed.clear();
    }

    /** Looks at several at once, so that the processor waits for all of them together. */
    private void touch(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += changed.get(i).touch();
        }
        touched = sum;
    }

    @Override
    public void clearCache() {
        inUse.clear();
        queue.clear();
        changed.clear();
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Bytes, byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        inner.init(context, root);
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        inner.commit(changelogOffsets);
    }

    @Override
    public Long committedOffset(TopicPartition partition) {
        return inner.committedOffset(partition);
    }

    @Override
    @SuppressWarnings("deprecation")
    public boolean managesOffsets() {
        return inner.managesOffsets();
    }

    @Override
    public Position getPosition() {
        return inner.getPosition();
    }

    @Override
    public void close() {
        notice = () -> {};
        clearCache();
        inner.close();
    }

    @Override
    public boolean persistent() {
        return inner.persistent();
    }

    @Override
    public boolean isOpen() {
        return inner.isOpen();
    }
}
