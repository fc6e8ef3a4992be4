package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * A {@link PipelineBed} with a feed before it and a reader of bars behind it, through which rates are sent. Owned by the
 * benchmark's main thread.
 */
final class PipelineRun implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration DRAIN_LOOK = Duration.ofMillis(250);
    private static final long MOST_DRAIN_NANOS = Duration.ofMinutes(4).toNanos();
    private static final long ALL_BARS_NANOS = Duration.ofMinutes(2).toNanos();

    private final PipelineBed bed;
    private final BarsWatch bars;
    private final Clock clock = Clock.systemUTC();
    private TradeFeed feed;
    private int feeds;
    private long appendedBefore;
    private double feedCpuBefore;

    private PipelineRun(PipelineBed bed, BarsWatch bars) {
        this.bed = bed;
        this.bars = bars;
    }

    static PipelineRun start(Path directory, PipelineBed.Settings settings)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        PipelineBed bed = PipelineBed.start(directory, settings);
        return new PipelineRun(bed, BarsWatch.start(bed.bootstrapServers(), Clock.systemUTC()));
    }

    PipelineBed bed() {
        return bed;
    }

    TradeFeed feed() {
        return feed;
    }

    BarsWatch bars() {
        return bars;
    }

    /** Goes on with other files and keys, once everything before has arrived; the files before are removed. */
    void feed(int files, int keys) throws IOException, InterruptedException {
        endFeed();
        feed = TradeFeed.start(bed.input(), "trades-" + feeds++, files, keys, clock);
        bars.follow(feed);
    }

    private void endFeed() throws IOException, InterruptedException {
        if (feed != null) {
            drain();
            awaitBars();
            feed.close();
            appendedBefore += feed.lines();
            feedCpuBefore += feed.cpuSeconds();
            feed.remove();
            feed = null;
        }
    }

    /** How many trades have been appended since the beginning. */
    long appended() throws IOException {
        return appendedBefore + (feed == null ? 0 : feed.lines());
    }

    CpuTimes cpu() throws IOException {
        return CpuTimes.now(bed.processes(), feedCpuBefore + (feed == null ? 0 : feed.cpuSeconds()));
    }

    long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    /** Sends a rate for so long, and goes on sending it. */
    Held hold(double rate, Duration time) throws IOException, InterruptedException {
        feed.rate(rate);
        List<Moment> moments = new ArrayList<>();
        long begun = System.nanoTime();
        long looks = Math.max(3, time.dividedBy(LOOK));
        for (int look = 1; look <= looks; look++) {
            Workplace.pause(Duration.ofNanos(begun + LOOK.toNanos() * look - System.nanoTime()));
            moments.add(new Moment((System.nanoTime() - begun) / 1e9, appended(), bed.committedRows(), bars.trades()));
        }
        bed.requireRunning();
        return new Held(rate, moments);
    }

    /** Sends a rate until so many trades were sent, and returns when all are in Parquet. */
    void send(double rate, long trades) throws IOException, InterruptedException {
        long until = appended() + trades;
        feed.rate(rate);
        while (appended() < until) {
            Workplace.pause(DRAIN_LOOK);
        }
        drain();
    }

    /** Sends nothing more, and returns when all that was appended is in Parquet. */
    void drain() throws IOException, InterruptedException {
        if (feed != null) {
            feed.rate(0);
            // The turn under way is written to its end.
            Workplace.pause(Duration.ofMillis(10L * TradeFeed.TURN_MILLIS));
        }
        long begun = System.nanoTime();
        while (bed.committedRows() < appended()) {
            if (System.nanoTime() - begun > MOST_DRAIN_NANOS) {
                bed.requireRunning();
                throw new IllegalStateException("only " + bed.committedRows() + " of " + appended()
                        + " trades have come to Parquet after " + Duration.ofNanos(MOST_DRAIN_NANOS));
            }
            Workplace.pause(DRAIN_LOOK);
        }
    }

    /**
     * Waits until all windows are closed, which the last ones are when their keys were quiet for long enough. Then the files
     * that were written to hold back no key any longer; under load they would, as idle time runs only while all was read.
     */
    private void awaitBars() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (bars.trades() + bed.lateRows() < appended() && System.nanoTime() - begun < ALL_BARS_NANOS) {
            Workplace.pause(DRAIN_LOOK);
        }
    }

    /** Fails unless as many trades are in the files of Parquet, and in bars or told as late, as were appended. */
    void requireExactlyOnce() throws IOException, InterruptedException {
        drain();
        awaitBars();
        if (bars.trades() + bed.lateRows() != appended()) {
            throw new IllegalStateException("the bars hold " + bars.trades() + " trades, " + bed.lateRows()
                    + " were late, and " + appended() + " were appended");
        }
        SinkFiles.requireRows("the sink", bed.rows(), appended());
        long begun = System.nanoTime();
        while (bed.ofPlugin(PipelineBed.BARS, "rows-committed") < bars.bars()
                && System.nanoTime() - begun < ALL_BARS_NANOS) {
            Workplace.pause(DRAIN_LOOK);
        }
        SinkFiles.requireRows("the sink of bars", bed.bars(), bars.bars());
    }

    @Override
    public void close() throws IOException {
        try {
            if (feed != null) {
                feed.close();
            }
        } finally {
            bars.close();
            bed.close();
        }
    }
}
