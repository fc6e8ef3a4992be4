package io.sluice.record;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/**
 * Measures the decoders on one thread, by the processor time it takes, so that a busy machine disturbs little. Run
 * {@code main} by hand; the published figures come from the benchmarks.
 */
public final class RowsSpeed {

    private static final String SCHEMA = "ts timestamp_micros, symbol string, price decimal(18,8), quantity long";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROWS = 200_000;

    private RowsSpeed() {}

    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 40;
        RowSchema schema = RowSchema.parse(SCHEMA);
        measure("csv, epoch", new CsvRows(schema, CsvFormat.standard()), csv("%d", "%s", 0), rounds);
        measure("csv, epoch, wide", new CsvRows(schema, CsvFormat.standard()), csv("%d", "%s", 8), rounds);
        measure(
                "csv, iso",
                new CsvRows(schema, CsvFormat.standard()),
                csv("2026-11-21T08:%2$02d:%3$02d.123456Z", "%s", 0),
                rounds);
        measure("csv, quoted", new CsvRows(schema, CsvFormat.standard()), csv("%d", "\"%s\"", 0), rounds);
        measure("csv, uneven fields", new CsvRows(schema, CsvFormat.standard()), uneven(12), rounds);
        measure("csv, long text", new CsvRows(schema, CsvFormat.standard()), uneven(120), rounds);
        measure("json", new JsonRows(schema, JsonFormat.standard()), json(), rounds);
    }

    /** Fields whose lengths cannot be foreseen, as in real files. */
    private static byte[] uneven(int longestText) {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            text.append(random.nextLong(1L << (20 + random.nextInt(32)))).append(',');
            text.append("S".repeat(longestText / 4 + random.nextInt(longestText * 3 / 4)))
                    .append(',');
            text.append(random.nextInt(1 << (1 + random.nextInt(24))))
                    .append('.')
                    .append(random.nextInt(100_000_000));
            text.append(',')
                    .append(random.nextInt(1 << (1 + random.nextInt(20))))
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] json() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "{\"ts\":%d,\"symbol\":\"%s\",\"price\":%d.%d,\"quantity\":%d}\n",
                    1_795_000_000_000_000L + i * 137L,
                    i % 3 == 0 ? "BTC-USD" : "ETH-EUR",
                    12_000 + i % 5_000,
                    10 + i % 90,
                    1 + i % 900));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] csv(String time, String symbol, int places) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            text.append(String.format(Locale.ROOT, time, 1_795_000_000_000_000L + i * 137L, i / 60 % 60, i % 60));
            text.append(',').append(String.format(Locale.ROOT, symbol, i % 3 == 0 ? "BTC-USD" : "ETH-EUR"));
            text.append(',').append(12_000 + i % 5_000).append('.').append(10 + i % 90);
            for (int p = 2; p < places; p++) {
                text.append((i + p) % 10);
            }
            text.append(',').append(1 + i % 900).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void measure(String what, RowDecoder decoder, byte[] input, int rounds) {
        PrintStream out = System.out;
        double best = 0;
        double sum = 0;
        int counted = 0;
        for (int round = 0; round < rounds; round++) {
            CountingVisitor visitor = new CountingVisitor();
            long start = THREADS.getCurrentThreadCpuTime();
            decoder.decode(input, 0, input.length, 1, visitor);
            double rate = visitor.rows() * 1e3 / (THREADS.getCurrentThreadCpuTime() - start);
            if (visitor.bad() > 0 || visitor.rows() != ROWS || visitor.sum() == 0) {
                throw new IllegalStateException(what + ": " + visitor.bad() + " bad rows, first " + visitor.first());
            }
            best = Math.max(best, rate);
            if (round >= rounds / 2) {
                sum += rate;
                counted++;
            }
        }
        out.printf(
                Locale.ROOT,
                "%-20s %5.2f M rows/s mean, %5.2f best, %4.1f bytes/row%n",
                what,
                sum / counted,
                best,
                (double) input.length / ROWS);
    }
}
