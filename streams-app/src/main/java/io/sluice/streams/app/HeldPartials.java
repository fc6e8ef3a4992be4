package io.sluice.streams.app;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * Tells a task's fold that a commit comes. Kafka Streams flushes the caches of a task's stores before each commit, and this
 * is a store to it, of nothing: what the fold holds is of records whose offsets are not committed yet, so it needs no
 * changelog. Owned by the task's stream thread.
 */
final class HeldPartials implements StateStore, CachedStateStore<byte[], byte[]> {
    static final String NAME = "held-partials";

    private Runnable flush = () -> {};
    private boolean open;

    /** Calls this before each commit, from now on. */
    void beforeCommits(Runnable newFlush) {
        flush = newFlush;
    }

    @Override
    public void flushCache() {
        flush.run();
    }

    @Override
    public void clearCache() {
        // What is held goes with the processor that holds it.
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        // Nothing is stored.
    }

    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    @Override
    public void close() {
        flush = () -> {};
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** Makes one for each task. */
    static StoreBuilder<HeldPartials> builder() {
        return new StoreBuilder<>() {
            @Override
            public HeldPartials build() {
                return new HeldPartials();
            }

            @Override
            public StoreBuilder<HeldPartials> withCachingEnabled() {
                return this;
            }

            @Override
            public StoreBuilder<HeldPartials> withCachingDisabled() {
                return this;
            }

            @Override
            public StoreBuilder<HeldPartials> withLoggingEnabled(Map<String, String> config) {
                throw new UnsupportedOperationException("nothing is stored, so nothing is logged");
            }

            @Override
            public StoreBuilder<HeldPartials> withLoggingDisabled() {
                return this;
            }

            @Override
            public Map<String, String> logConfig() {
                return Map.of();
            }

            @Override
            public boolean loggingEnabled() {
                return false;
            }

            @Override
            public String name() {
                return NAME;
            }
        };
    }
}
