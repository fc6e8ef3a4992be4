package io.sluice.benchmarks;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * Trades of some keys as CSV lines, {@code micros,symbol,price,quantity}, rendered once and used again and again: only the times
 * are written anew, so that making half a million lines a second costs next to nothing. The keys take turns. One thread.
 */
final class TradeBlock {

    static final String SCHEMA = "ts timestamp_micros, symbol string, price decimal(18,8), quantity decimal(18,8)";

    private static final int TIME_DIGITS = 16;
    private static final int FRACTION_DIGITS = 6;
    private static final int LEAST_KEY_DIGITS = 3;
    private static final long SECOND = 1_000_000;

    private final byte[] bytes;
    private final int lineBytes;
    private final int lines;
    private final byte[] seconds = new byte[TIME_DIGITS - FRACTION_DIGITS];
    private long renderedSecond = Long.MIN_VALUE;
    private int next;

    /**
     * A block.
     *
     * @param first its first key's number
     * @param step from one key to the next
     * @param keys how many there are in all blocks
     * @param leastLines how many lines there are at least
     */
    TradeBlock(int first, int step, int keys, int leastLines) {
        int own = (keys - first + step - 1) / step;
        int digits = Math.max(LEAST_KEY_DIGITS, Integer.toString(keys - 1).length());
        lines = (leastLines + own - 1) / own * own;
        lineBytes = TIME_DIGITS + ",S".length() + digits + ",100.00".length() + ",0.00000\n".length();
        bytes = new byte[Math.multiplyExact(lines, lineBytes)];
        SplittableRandom random = new SplittableRandom(first + 1L);
        for (int line = 0; line < lines; line++) {
            render(line * lineBytes, digits, first + line % own * step, random);
        }
    }

    private void render(int from, int digits, int key, SplittableRandom random) {
        int at = from + TIME_DIGITS;
        bytes[at++] = ',';
        bytes[at++] = 'S';
        at = digits(bytes, at, key, digits);
        bytes[at++] = ',';
        at = digits(bytes, at, 100 + (key * 7 + random.nextInt(40)) % 900, 3);
        bytes[at++] = '.';
        at = digits(bytes, at, random.nextInt(100), 2);
        bytes[at++] = ',';
        bytes[at++] = '0';
        bytes[at++] = '.';
        at = digits(bytes, at, 1 + random.nextInt(99_999), 5);
        bytes[at++] = '\n';
        if (at - from != lineBytes) {
            throw new IllegalStateException("a line has " + (at - from) + " bytes and not " + lineBytes);
        }
    }

    private static int digits(byte[] into, int from, long value, int digits) {
        long rest = value;
        for (int i = from + digits - 1; i >= from; i--) {
            into[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return from + digits;
    }

    /** The number of a symbol's key. */
    static int key(String symbol) {
        return Integer.parseInt(symbol, 1, symbol.length(), 10);
    }

    int lineBytes() {
        return lineBytes;
    }

    /** The most lines that may be asked for at once. */
    int lines() {
        return lines;
    }

    /**
     * The next lines, whose times are spread evenly over a span, the last one's being its end.
     *
     * @param after the microsecond before the span
     * @param until the last one of it
     * @return one or two pieces, valid until this is called again
     */
    ByteBuffer[] next(int count, long after, long until) {
        if (count < 1 || count > lines) {
            throw new IllegalArgumentException("count is " + count + "; it must be from 1 to " + lines);
        }
        int begin = next;
        for (int i = 0; i < count; i++) {
            time(next * lineBytes, timeOf(i, count, after, until));
            next = next + 1 == lines ? 0 : next + 1;
        }
        int straight = Math.min(count, lines - begin);
        ByteBuffer one = ByteBuffer.wrap(bytes, begin * lineBytes, straight * lineBytes);
        return straight == count
                ? new ByteBuffer[] {one}
                : new ByteBuffer[] {one, ByteBuffer.wrap(bytes, 0, (count - straight) * lineBytes)};
    }

    /** The time of one of the lines of a span. */
    static long timeOf(int line, int count, long after, long until) {
        return after + (until - after) * (line + 1) / count;
    }

    private void time(int at, long micros) {
        long second = Math.floorDiv(micros, SECOND);
        if (second != renderedSecond) {
            renderedSecond = second;
            digits(seconds, 0, second, seconds.length);
        }
        System.arraycopy(seconds, 0, bytes, at, seconds.length);
        digits(bytes, at + seconds.length, micros - second * SECOND, FRACTION_DIGITS);
    }
}
