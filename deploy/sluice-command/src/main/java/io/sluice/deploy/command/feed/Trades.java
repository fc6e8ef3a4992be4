package io.sluice.deploy.command.feed;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A market's trades as CSV lines, one after the other: prices walk at random, times mostly grow, and now and then a trade is
 * reported late. The same seed gives the same trades. Used by one thread.
 */
final class Trades {
    /** The columns of a line. */
    static final String SCHEMA =
            "ts timestamp_micros, symbol string, price decimal(12,2), quantity decimal(12,4), sequence long";

    private static final List<String> SYMBOLS =
            List.of("AAPL", "AMZN", "BTC", "ETH", "GOOG", "IBM", "META", "MSFT", "NVDA", "TSLA");
    private static final long START_MICROS =
            Instant.parse("2024-01-02T14:30:00Z").getEpochSecond() * 1_000_000;
    private static final int MOST_BETWEEN_MICROS = 7_200;
    private static final long MICROS_A_SECOND = 1_000_000;
    private static final int ONE_LATE_OF = 50;
    private static final int MOST_LATE_MICROS = 500_000;

    private final SplittableRandom random;
    private final int mostBetweenMicros;
    private final long[] cents = new long[SYMBOLS.size()];
    private final StringBuilder line = new StringBuilder(64);
    private long micros = START_MICROS;
    private long second = Long.MIN_VALUE;
    private String secondText = "";
    private long sequence;

    Trades(long seed) {
        this(seed, MOST_BETWEEN_MICROS);
    }

    private Trades(long seed, int mostBetweenMicros) {
        this.random = new SplittableRandom(seed);
        this.mostBetweenMicros = mostBetweenMicros;
        for (int symbol = 0; symbol < cents.length; symbol++) {
            cents[symbol] = random.nextInt(2_000, 90_000);
        }
    }

    /** Trades whose times pass as fast as time does when there are so many a second. */
    static Trades perSecond(long seed, int trades) {
        return new Trades(seed, (int) Math.max(1, 2 * MICROS_A_SECOND / trades));
    }

    /** The next line, with its end. */
    byte[] next() {
        int symbol = random.nextInt(cents.length);
        cents[symbol] = Math.max(1, cents[symbol] + random.nextInt(-9, 10));
        micros += random.nextInt(mostBetweenMicros);
        long time = random.nextInt(ONE_LATE_OF) == 0 ? micros - random.nextInt(MOST_LATE_MICROS) : micros;
        line.setLength(0);
        appendTime(time);
        line.append(',').append(SYMBOLS.get(symbol)).append(',');
        appendDecimal(cents[symbol], 2);
        line.append(',');
        appendDecimal(random.nextInt(1, 5_000_000), 4);
        line.append(',').append(++sequence).append('\n');
        return line.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void appendTime(long time) {
        long ofSecond = Math.floorDiv(time, 1_000_000);
        if (ofSecond != second) {
            second = ofSecond;
            String text = Instant.ofEpochSecond(ofSecond).toString();
            secondText = text.substring(0, text.length() - 1);
        }
        line.append(secondText).append('.');
        appendDigits(Math.floorMod(time, 1_000_000), 6);
        line.append('Z');
    }

    private void appendDecimal(long unscaled, int places) {
        long power = (long) Math.pow(10, places);
        line.append(unscaled / power).append('.');
        appendDigits(unscaled % power, places);
    }

    private void appendDigits(long number, int digits) {
        String text = Long.toString(number);
        line.append("0".repeat(digits - text.length())).append(text);
    }
}
