package io.sluice.sink;

import io.sluice.io.vfs.LocalVfs;
import io.sluice.record.ChunkHeaders;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Measures a task that writes chunks of CSV lines, on one thread and without a worker, by the processor time it takes, so that a busy
 * machine disturbs little. Run {@code main} by hand, with how many rounds; the published figures come from the benchmarks.
 */
public final class ChunkSpeed {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int CHUNK_BYTES = 256 << 10;
    private static final int CHUNKS = 100;
    private static final long FIRST_MICROS = 1_479_686_400_000_000L;
    private static final String[] SYMBOLS = {"BTC-USD", "ETH-EUR", "SOL-USD", "X", "LINKUSDT", "AVAX-PERP"};

    private ChunkSpeed() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        Path directory = Files.createTempDirectory("chunk-speed");
        Random random = new Random(1);
        FakeSinkWorker.Broker broker = new FakeSinkWorker.Broker();
        long rows = 0;
        long position = 0;
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            StringBuilder text = new StringBuilder(CHUNK_BYTES + 100);
            while (text.length() < CHUNK_BYTES) {
                text.append(String.format(
                        Locale.ROOT,
                        "%d,%s,%d.%02d,%d\n",
                        FIRST_MICROS + rows++ * 137,
                        SYMBOLS[random.nextInt(SYMBOLS.length)],
                        random.nextInt(60_000),
                        random.nextInt(100),
                        1 + random.nextInt(1 << (1 + random.nextInt(20)))));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            SinkRecord record = Trades.record(SinkRig.TRADES, chunk, Schema.BYTES_SCHEMA, bytes);
            new ChunkHeaders(
                            "/in/a.csv",
                            "in:1",
                            position,
                            bytes.length,
                            chunk,
                            ChunkHeaders.Framing.LINES,
                            Optional.empty())
                    .write((name, value) -> record.headers().addBytes(name, value));
            broker.add(record);
            position += bytes.length;
        }
        for (int round = 0; round < rounds; round++) {
            Path root = Files.createDirectory(directory.resolve("round-" + round));
            try (LocalVfs vfs = LocalVfs.rootedAt(root)) {
                SinkRig rig = new SinkRig(
                        vfs,
                        root,
                        broker,
                        Map.of(
                                "value.format", "csv",
                                "parquet.codec", "zstd",
                                "memory.budget.bytes", "1000000000",
                                "schema", "ts timestamp_micros, symbol string, price decimal(18,8), quantity long"));
                rig.start(SinkRig.TRADES);
                long begun = THREADS.getCurrentThreadCpuTime();
                rig.readAll(20);
                rig.close();
                long nanos = THREADS.getCurrentThreadCpuTime() - begun;
                System.out.printf(
                        Locale.ROOT,
                        "round %d: %.2f M rows per CPU-second, %d rows%n",
                        round,
                        rows * 1e3 / nanos,
                        rows);
            }
        }
    }
}
