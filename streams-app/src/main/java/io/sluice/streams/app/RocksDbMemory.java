package io.sluice.streams.app;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the memory of RocksDB over all stores of an instance: blocks, indexes, filters and write buffers share one cache.
 * Kafka Streams makes a setter for each store; what they share comes with the configuration. Used by stream threads.
 */
public final class RocksDbMemory implements RocksDBConfigSetter {
    static final String SHARED = "sluice.rocksdb.shared";

    /** What all stores share. Lives as long as the application; closed by whoever made it, after the stores. */
    static final class Shared implements AutoCloseable {
        private final Cache cache;
        private final WriteBufferManager buffers;

        Shared(long bytes) {
            RocksDB.loadLibrary();
            cache = new LRUCache(bytes, -1, false, 0.1);
            buffers = new WriteBufferManager(bytes / 2, cache);
        }

        @Override
        public void close() {
            buffers.close();
            cache.close();
        }
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        Shared shared = (Shared) configs.get(SHARED);
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(shared.cache);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setWriteBufferManager(shared.buffers);
        options.setTableFormatConfig(table);
    }

    @Override
    public void close(String storeName, Options options) {
        // What the stores share is closed after all of them.
    }
}
