package io.sluice.streams.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** What RocksDB keeps in memory for several stores together, measured by RocksDB. */
class RocksDbMemoryTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final long BOUND = 16 * MEBIBYTE;
    private static final int STORES = 3;
    private static final int VALUES = 12_000;

    @TempDir
    private Path directory;

    @Test
    void allStoresTogetherStayWithinTheBound() throws RocksDBException {
        Random random = new Random(1);
        byte[] value = new byte[1_024];
        List<Options> options = new ArrayList<>();
        List<RocksDB> stores = new ArrayList<>();
        long mostInBuffers = 0;
        try (RocksDbMemory.Shared shared = new RocksDbMemory.Shared(BOUND)) {
            for (int i = 0; i < STORES; i++) {
                // As Kafka Streams makes them: each by itself would take 48 MiB of buffers and 50 MiB of cache.
                Options store = new Options()
                        .setCreateIfMissing(true)
                        .setWriteBufferSize(16 * MEBIBYTE)
                        .setMaxWriteBufferNumber(3)
                        .setTableFormatConfig(new BlockBasedTableConfig());
                new RocksDbMemory().setConfig("store-" + i, store, Map.of(RocksDbMemory.SHARED, shared));
                options.add(store);
                stores.add(RocksDB.open(store, directory.resolve("store-" + i).toString()));
            }
            for (int i = 0; i < VALUES; i++) {
                random.nextBytes(value);
                RocksDB store = stores.get(i % STORES);
                store.put(key(i), value);
                if (i % 200 == 0) {
                    mostInBuffers = Math.max(mostInBuffers, sum(stores, "rocksdb.cur-size-all-mem-tables"));
                }
            }
            try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
                for (RocksDB store : stores) {
                    store.flush(flush);
                }
            }
            for (int i = 0; i < VALUES; i++) {
                assertThat(stores.get(i % STORES).get(key(i))).hasSize(value.length);
            }

            assertThat(mostInBuffers).as("in write buffers").isPositive().isLessThanOrEqualTo(BOUND);
            // One cache for all: each store tells its use as its own.
            assertThat(stores.get(0).getLongProperty("rocksdb.block-cache-usage"))
                    .as("in the cache, of %d bytes that were read", (long) VALUES * value.length)
                    .isPositive()
                    .isLessThanOrEqualTo(BOUND);
            assertThat(stores.get(0).getLongProperty("rocksdb.block-cache-capacity"))
                    .isEqualTo(BOUND);
            assertThat(stores.get(1).getLongProperty("rocksdb.block-cache-usage"))
                    .as("the same cache")
                    .isEqualTo(stores.get(0).getLongProperty("rocksdb.block-cache-usage"));
            stores.forEach(RocksDB::close);
            options.forEach(Options::close);
        }
    }

    private static byte[] key(int number) {
        return Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    private static long sum(List<RocksDB> stores, String property) throws RocksDBException {
        long sum = 0;
        for (RocksDB store : stores) {
            sum += store.getLongProperty(property);
        }
        return sum;
    }
}
