package io.sluice.benchmarks;

import java.nio.charset.StandardCharsets;

/**
 * Trades as CSV lines, {@code micros,symbol,price,quantity}, in the order of their times, and the one-minute bars that they
 * make. Keys are taken at random, all alike often: the worst that many keys can do. A key's trades are in one partition, as
 * in one file of many. At the end comes a trade of each key, a minute later, which closes all windows before. The same for
 * the same parameters. One thread.
 */
final class Trades {

    /** Of a topic of trades. */
    static final int PARTITIONS = 2;

    private static final long FIRST_MICROS = 1_795_000_020_000_000L;
    private static final long MINUTE_MICROS = 60_000_000L;
    private static final int DIGITS = 40;

    private final int keys;
    private final long drawn;
    private final int minutes;
    private final long stepMicros;
    private final byte[] line = new byte[DIGITS * 2];

    // By key and minute.
    private final long[] open;
    private final long[] high;
    private final long[] low;
    private final long[] close;

    /** So many trades, over so many minutes. */
    Trades(int keys, long drawn, int minutes) {
        this.keys = keys;
        this.drawn = drawn;
        this.minutes = minutes;
        // So that no two have the same time, and the last one is before the end of the last minute.
        stepMicros = minutes * MINUTE_MICROS / drawn;
        int cells = Math.multiplyExact(keys, minutes);
        open = new long[cells];
        high = new long[cells];
        low = new long[cells];
        close = new long[cells];
    }

    long size() {
        return drawn + keys;
    }

    int keys() {
        return keys;
    }

    int minutes() {
        return minutes;
    }

    long stepMicros() {
        return stepMicros;
    }

    /** Takes a line, whose bytes are valid during the call only. */
    interface Receiver {
        void line(int partition, byte[] bytes, int length) throws Exception;
    }

    /** Hands over all lines, and adds up their bars. */
    void write(Receiver receiver) throws Exception {
        for (long i = 0; i < drawn; i++) {
            long random = mixed(i);
            int key = (int) Long.remainderUnsigned(random, keys);
            long price = 60_000 + ((random >>> 40) & 0xFFF);
            add(key, (int) (i * stepMicros / MINUTE_MICROS), price);
            int length = line(FIRST_MICROS + i * stepMicros, key, price, 100_000 + ((random >>> 20) & 0xFFFFF));
            receiver.line(key % PARTITIONS, line, length);
        }
        long end = FIRST_MICROS + (minutes + 1) * MINUTE_MICROS;
        for (int key = 0; key < keys; key++) {
            int length = line(end + key, key, 60_000, 100_000);
            receiver.line(key % PARTITIONS, line, length);
        }
    }

    private void add(int key, int minute, long price) {
        int cell = key * minutes + minute;
        if (open[cell] == 0) {
            open[cell] = price;
            high[cell] = price;
            low[cell] = price;
        }
        high[cell] = Math.max(high[cell], price);
        low[cell] = Math.min(low[cell], price);
        close[cell] = price;
    }

    private int line(long micros, int key, long price, long quantity) {
        int at = digits(0, micros, 1);
        line[at++] = ',';
        line[at++] = 'S';
        at = digits(at, key, 1);
        line[at++] = ',';
        at = digits(at, price / 100, 1);
        line[at++] = '.';
        at = digits(at, price % 100, 2);
        line[at++] = ',';
        line[at++] = '0';
        line[at++] = '.';
        at = digits(at, quantity, 7);
        line[at++] = '\n';
        return at;
    }

    private int digits(int from, long value, int least) {
        int length = Math.max(least, digitsOf(value));
        long rest = value;
        for (int i = from + length - 1; i >= from; i--) {
            line[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return from + length;
    }

    private static int digitsOf(long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** SplitMix64: well mixed, and the same everywhere. */
    private static long mixed(long number) {
        long z = (number + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** How many one-minute bars there are, without those that the last trades open. */
    long bars() {
        long bars = 0;
        for (long price : open) {
            bars += price == 0 ? 0 : 1;
        }
        return bars;
    }

    /** The place of a bar, or -1 if it is one of those that the last trades open. */
    int cell(byte[] symbol, long startMillis) {
        long minute = (startMillis * 1_000 - FIRST_MICROS) / MINUTE_MICROS;
        if (minute >= minutes) {
            return -1;
        }
        int key = Integer.parseInt(new String(symbol, 1, symbol.length - 1, StandardCharsets.US_ASCII));
        return Math.toIntExact(key * (long) minutes + minute);
    }

    boolean isBar(int cell, long[] hundredths) {
        return open[cell] == hundredths[0]
                && high[cell] == hundredths[1]
                && low[cell] == hundredths[2]
                && close[cell] == hundredths[3];
    }

    int cells() {
        return open.length;
    }
}
