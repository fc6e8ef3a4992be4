package io.sluice.streams.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.record.CsvFormat;
import io.sluice.record.CsvRows;
import io.sluice.streams.engine.Bar;
import io.sluice.streams.engine.Emission;
import io.sluice.streams.engine.LatePart;
import io.sluice.streams.engine.Origin;
import io.sluice.streams.engine.PartialAggregates;
import io.sluice.streams.engine.Plan;
import io.sluice.streams.engine.WindowedAggregates;
import io.sluice.streams.rows.RowValues;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** However few keys may be objects, what comes out is the same, and what is stored too. */
class KeyStateStoreTest {
    private static final int STEPS = 1_500;
    private static final int KEYS = 30;

    private final Plan plan = plan();

    /** What came out, and what was stored at the end. */
    private record Outcome(List<String> results, Map<String, String> stored) {}

    @Test
    void statesThatHadToMakeRoomOrWereForgottenAreAsIfTheyHadAlwaysBeenInUse() {
        for (long seed = 1; seed <= 5; seed++) {
            Outcome roomy = run(seed, 1_000);
            assertThat(roomy.results())
                    .as("results of seed %d", seed)
                    .hasSizeGreaterThan(100)
                    .anyMatch(result -> result.startsWith("late"));
            assertThat(roomy.stored()).hasSizeBetween(1, KEYS - 1);
            for (int most : new int[] {1, 2, 7}) {
                assertThat(run(seed, most)).as("%d keys, seed %d", most, seed).isEqualTo(roomy);
            }
        }
    }

    private Outcome run(long seed, int mostKeys) {
        KeyValueStore<Bytes, byte[]> inner =
                Stores.inMemoryKeyValueStore("keys").get();
        KeyStateStore states = new KeyStateStore(inner, plan, mostKeys, 1);
        List<String> results = new ArrayList<>();
        WindowedAggregates windows = new WindowedAggregates(
                plan,
                states,
                new StoredWindows(Stores.inMemoryKeyValueStore("windows").get()),
                1,
                new Emission() {
                    @Override
                    public void bar(Bar bar) {
                        results.add(bar.level().name() + " " + bar.key() + " " + bar.start() + " "
                                + bar.values().rows());
                    }

                    @Override
                    public void late(LatePart part) {
                        results.add("late " + part.key() + " " + part.start() + " "
                                + part.values().rows());
                    }
                });
        PartialAggregates folding = new PartialAggregates(plan, 1, Integer.MAX_VALUE, (row, from, length, reason) -> {
            throw new IllegalStateException(reason);
        });
        CsvRows decoder = new CsvRows(plan.schema(), CsvFormat.standard());
        RowValues values = new RowValues(plan.schema());
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            String row = (step * 3 - random.nextInt(60) + 100) + ",k" + key(random, step) + ",1.00,1\n";
            byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
            folding.begin(Origin.ofPartition("t", 0, step), 0);
            decoder.decode(bytes, 0, bytes.length, 0, values.to(folding));
            if (random.nextInt(5) == 0) {
                folding.flush((partition, value) -> windows.accept(value));
            }
            if (random.nextInt(10) == 0) {
                windows.accept(PartialAggregates.upstream(0, 1, true, 30, 0));
            }
            if (random.nextInt(20) == 0) {
                states.flushCache();
            }
        }
        states.flushCache();
        return new Outcome(results, stored(inner));
    }

    /** Keys that are fed for a while, and then are not. */
    private static int key(Random random, int step) {
        return (step / 100 + random.nextInt(10)) % KEYS;
    }

    private static Map<String, String> stored(KeyValueStore<Bytes, byte[]> inner) {
        Map<String, String> all = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> entries = inner.all()) {
            entries.forEachRemaining(
                    entry -> all.put(entry.key.toString(), new String(entry.value, StandardCharsets.ISO_8859_1)));
        }
        return all;
    }

    private static Plan plan() {
        Properties properties = new Properties();
        properties.put("application.id", "bars");
        properties.put("bootstrap.servers", "localhost:1");
        properties.put("input.topics", "t");
        properties.put("schema", "ts timestamp_millis, symbol string, price decimal(18,2), quantity long");
        properties.put("key", "symbol");
        properties.put("time", "ts");
        properties.put("aggregates", "ohlcv(price, quantity)");
        properties.put("windows", "a, b");
        properties.put("window.a", "tumbling 10ms");
        properties.put("window.b", "tumbling 100ms of a");
        properties.put("idle", "100ms");
        properties.put("keys.forget", "300ms");
        return AppConfig.of(properties).plan();
    }
}
