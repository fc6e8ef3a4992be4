package io.sluice.streams.app;

import io.sluice.streams.engine.Plan;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Builds a {@link KeyStateStore} for each task. Its store is always logged, and has no cache but its own. */
final class KeyStateStoreBuilder implements StoreBuilder<KeyStateStore> {
    private final StoreBuilder<KeyValueStore<Bytes, byte[]>> inner;
    private final Plan plan;
    private final int mostKeys;
    private final LongSupplier clocks;

    KeyStateStoreBuilder(
            KeyValueBytesStoreSupplier supplier,
            Plan plan,
            int mostKeys,
            LongSupplier clocks,
            Map<String, String> changelog) {
        inner = Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(changelog)
                .withCachingDisabled();
        this.plan = plan;
        this.mostKeys = mostKeys;
        this.clocks = clocks;
    }

    @Override
    public KeyStateStore build() {
        return new KeyStateStore(inner.build(), plan, mostKeys, clocks.getAsLong());
    }

    @Override
    public StoreBuilder<KeyStateStore> withCachingEnabled() {
        throw new UnsupportedOperationException("the store has a cache of its own");
    }

    @Override
    public StoreBuilder<KeyStateStore> withCachingDisabled() {
        throw new UnsupportedOperationException("the store has a cache of its own");
    }

    @Override
    public StoreBuilder<KeyStateStore> withLoggingEnabled(Map<String, String> config) {
        throw new UnsupportedOperationException("the store is always logged");
    }

    @Override
    public StoreBuilder<KeyStateStore> withLoggingDisabled() {
        throw new UnsupportedOperationException("the store is always logged");
    }

    @Override
    public Map<String, String> logConfig() {
        return inner.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
        return true;
    }

    @Override
    public String name() {
        return inner.name();
    }
}
