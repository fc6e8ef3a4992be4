package io.sluice.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** Rows of trades as text, made in memory. Lengths of numbers and symbols vary as in real files. Not to be changed. */
final class RowTexts {

    private static final long SEED = 4711;
    private static final long FIRST_MICROS = 1_795_000_000_000_000L;
    private static final String[] SYMBOLS = {"BTC-USD", "ETH-EUR", "SOL-USD", "X", "LINKUSDT", "AVAX-PERP"};

    private final byte[] bytes;

    private RowTexts(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    static RowTexts csv(int rows) {
        return write(rows, "%d,%s,%s,%d\n");
    }

    static RowTexts json(int rows) {
        return write(rows, "{\"ts\":%d,\"symbol\":\"%s\",\"price\":%s,\"quantity\":%d}\n");
    }

    private static RowTexts write(int rows, String format) {
        // So many different rows are enough; formatting more takes longer than measuring them.
        int different = Math.min(rows, 100_000);
        Random random = new Random(SEED);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < different; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    format,
                    FIRST_MICROS + i * 137L,
                    SYMBOLS[random.nextInt(SYMBOLS.length)],
                    random.nextInt(1 << (4 + random.nextInt(14))) + "." + random.nextInt(100_000_000),
                    1 + random.nextInt(1 << (1 + random.nextInt(20)))));
        }
        byte[] block = text.toString().getBytes(StandardCharsets.UTF_8);
        int times = rows / different;
        byte[] all = Arrays.copyOf(block, block.length * times);
        for (int i = 1; i < times; i++) {
            System.arraycopy(block, 0, all, i * block.length, block.length);
        }
        return new RowTexts(all);
    }

    /** Where chunks of whole lines end, each as large as fits {@code chunk}. */
    int[] ends(int chunk) {
        return IntStream.iterate(end(0, chunk), end -> end > 0, end -> end == bytes.length ? 0 : end(end, chunk))
                .toArray();
    }

    private int end(int from, int chunk) {
        int end = Math.min(bytes.length, from + chunk);
        while (bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
