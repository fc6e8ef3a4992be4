package io.sluice.streams.engine;

import io.sluice.record.CsvFormat;
import io.sluice.record.CsvRows;
import io.sluice.record.RowSchema;
import io.sluice.streams.aggregate.Aggregates;
import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;
import io.sluice.streams.window.Level;
import io.sluice.streams.window.TimeScale;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Measures the engine on one thread, by the processor time it takes, for line chunks of 256 KiB over few and many keys. A
 * commit, which writes what has changed, follows each 500,000 trades. Run {@code main} by hand; brokers are not in it.
 */
public final class EngineSpeed {
    private static final RowSchema SCHEMA =
            RowSchema.parse("ts timestamp_millis, symbol string, price decimal(18,8), quantity decimal(18,8)");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int TRADES = 2_000_000;
    private static final int COMMIT = 500_000;

    private EngineSpeed() {}

    public static void main(String[] args) {
        String[][] chains = {
            {"m1=tumbling 1m"}, {"s1=tumbling 1s", "m1=tumbling 1m of s1", "h1=tumbling 1h of m1"},
        };
        for (String[] levels : chains) {
            System.out.println(String.join(", ", levels));
            for (int round = 0; round < 3; round++) {
                for (int keys : new int[] {10, 1_000, 100_000}) {
                    measure(keys, levels, System.out);
                }
            }
        }
    }

    private static void measure(int keys, String[] levels, PrintStream out) {
        Plan plan = new Plan(
                SCHEMA,
                new KeyColumns(SCHEMA, List.of("symbol")),
                0,
                List.of(),
                Aggregates.parse("ohlcv(price, quantity)", SCHEMA, 0),
                TestPlans.levels(Duration.ZERO, Level.Emit.FINAL, 0, levels),
                TimeScale.MILLIS,
                false,
                Optional.empty(),
                0);
        List<byte[]> chunks = chunks(keys);
        CsvRows decoder = new CsvRows(SCHEMA, CsvFormat.standard());
        PartialAggregates folding = new PartialAggregates(plan, 6, 1 << 18, (row, from, length, reason) -> {
            throw new IllegalStateException(reason);
        });
        RowValues values = new RowValues(SCHEMA, 32);
        List<byte[]> folded = new ArrayList<>();
        long[] bytes = new long[1];
        int perCommit = Math.max(1, (int) ((long) chunks.size() * COMMIT / TRADES));
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < chunks.size(); i++) {
            byte[] chunk = chunks.get(i);
            folding.begin(Origin.ofFile("t", 0, i, "f"), i * 262_144L);
            decoder.decode(chunk, 0, chunk.length, i * 262_144L, values.to(folding, chunk));
            values.end();
            if ((i + 1) % perCommit == 0 || folding.isFull() || i + 1 == chunks.size()) {
                folding.flush((partition, value) -> {
                    folded.add(value);
                    bytes[0] += value.length;
                });
            }
        }
        long foldNanos = THREADS.getCurrentThreadCpuTime() - start;
        States states = new States(plan);
        long[] bars = new long[1];
        WindowedAggregates windows = new WindowedAggregates(plan, states, states, 1, new Emission() {
            @Override
            public void bar(Bar bar) {
                bars[0]++;
            }

            @Override
            public void late(LatePart part) {
                throw new IllegalStateException(part.reason());
            }
        });
        start = THREADS.getCurrentThreadCpuTime();
        int recordsPerCommit = Math.max(1, (int) ((long) folded.size() * COMMIT / TRADES));
        for (int i = 0; i < folded.size(); i++) {
            windows.accept(folded.get(i));
            if ((i + 1) % recordsPerCommit == 0) {
                states.commit();
            }
        }
        states.commit();
        long windowNanos = THREADS.getCurrentThreadCpuTime() - start;
        out.printf(
                "%,7d keys: fold %4d ns, windows %4d ns, both %4d ns a trade; %.1f bytes, %.3f bars a trade%n",
                keys,
                foldNanos / TRADES,
                windowNanos / TRADES,
                (foldNanos + windowNanos) / TRADES,
                (double) bytes[0] / TRADES,
                (double) bars[0] / TRADES);
    }

    /** A million trades a second of event time, of keys taken at random. */
    private static List<byte[]> chunks(int keys) {
        Random random = new Random(1);
        List<byte[]> chunks = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < TRADES; i++) {
            lines.append(1_475_798_400_000L + i / 1_000).append(",S").append(random.nextInt(keys));
            lines.append(',').append(600 + random.nextInt(20)).append('.').append(10 + random.nextInt(90));
            lines.append(",0.").append(100_000 + random.nextInt(900_000)).append('\n');
            if (lines.length() > 262_000) {
                chunks.add(lines.toString().getBytes(StandardCharsets.UTF_8));
                lines.setLength(0);
            }
        }
        chunks.add(lines.toString().getBytes(StandardCharsets.UTF_8));
        return chunks;
    }

    /** States as objects, and what a commit writes, as the application has them; without a broker and a disk. */
    private static final class States implements KeyStates, SortedBytes {
        private final Plan plan;
        private final Map<Bytes, KeyState> states = new HashMap<>();
        private final Set<Bytes> changed = new LinkedHashSet<>();
        private final Map<Bytes, byte[]> written = new HashMap<>();
        private final TreeMap<Bytes, byte[]> windows = new TreeMap<>();
        private final PackedWriter out = new PackedWriter();

        States(Plan plan) {
            this.plan = plan;
        }

        void commit() {
            for (Bytes key : changed) {
                states.get(key).write(out.clear(), 1);
                written.put(key, out.toBytes());
            }
            changed.clear();
        }

        @Override
        public KeyState get(Bytes key) {
            KeyState state = states.get(key);
            if (state == null) {
                byte[] bytes = written.get(key);
                state = bytes == null
                        ? KeyState.empty(key, plan)
                        : KeyState.read(key, new PackedReader().over(bytes), plan, 1, 0);
                states.put(key, state);
            }
            return state;
        }

        @Override
        public void changed(KeyState state) {
            changed.add(state.key());
        }

        @Override
        public void remove(Bytes key) {
            states.remove(key);
        }

        @Override
        public void forEach(Consumer<KeyState> receiver) {
            states.values().forEach(receiver);
        }

        @Override
        public byte[] get(byte[] key) {
            return windows.get(Bytes.wrap(key));
        }

        @Override
        public void put(byte[] key, byte[] value) {
            windows.put(Bytes.wrap(key), value);
        }

        @Override
        public void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> receiver) {
            for (Map.Entry<Bytes, byte[]> entry :
                    windows.subMap(Bytes.wrap(from), Bytes.wrap(to)).entrySet()) {
                if (!receiver.test(entry.getKey().get(), entry.getValue())) {
                    return;
                }
            }
        }
    }
}
