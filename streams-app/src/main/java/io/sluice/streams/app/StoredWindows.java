package io.sluice.streams.app;

import io.sluice.streams.engine.SortedBytes;
import java.util.function.BiPredicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The engine's sorted bytes over a store of Kafka Streams. Used by one thread. */
final class StoredWindows implements SortedBytes {
    private final KeyValueStore<Bytes, byte[]> store;

    StoredWindows(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    @Override
    public byte[] get(byte[] key) {
        return store.get(Bytes.wrap(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(Bytes.wrap(key), value);
    }

    @Override
    public void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> receiver) {
        scan(store, from, to, receiver);
    }

    /** The same over a store that is only read. */
    static void scan(
            ReadOnlyKeyValueStore<Bytes, byte[]> store, byte[] from, byte[] to, BiPredicate<byte[], byte[]> receiver) {
        Bytes first = Bytes.wrap(from);
        Bytes last = Bytes.wrap(to);
        if (first.compareTo(last) > 0) {
            return;
        }
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(first, last)) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                if (!receiver.test(entry.key.get(), entry.value)) {
                    return;
                }
            }
        }
    }
}
