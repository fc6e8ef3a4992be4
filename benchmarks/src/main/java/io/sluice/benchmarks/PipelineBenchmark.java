package io.sluice.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The whole path on one machine, its load and its observer among it: trades appended to files, to bars and to rows in Parquet,
 * exactly once. How many a second it holds, what that takes, how soon all is visible, and how the cost grows.
 */
final class PipelineBenchmark implements Benchmark {

    private static final int FILES = 10;
    private static final int KEYS = 1_000;
    private static final int COMMIT_MILLIS = 1_000;
    private static final double GOAL = 500_000;
    private static final double MOST_HEAP_GROWTH = 1.25;
    private static final double[] SHARES = {0.1, 0.5, 0.9};
    private static final int MOST_SUSTAINED = 3;

    /** A rate that is held for half a minute is a little more than one that is held for long. */
    private static final double CAUTION = 0.95;

    @Override
    public String name() {
        return "pipeline";
    }

    @Override
    public void run(Workplace workplace, Report report)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Options options = workplace.options();
        boolean quick = workplace.quick();
        settings(report);
        List<Chart> charts = new ArrayList<>();
        try (PipelineRun run =
                PipelineRun.start(workplace.directory("main"), new PipelineBed.Settings("1s", COMMIT_MILLIS, ""))) {
            RowsVisible.requireNotedRenames(workplace.directory());
            run.feed(FILES, KEYS);
            report.setting("bytes of a trade", run.feed().lineBytes());
            Workplace.say("  warming up");
            var unused = run.hold(quick ? 20_000 : 150_000, Duration.ofSeconds(quick ? 5 : 60));
            double rate = options.rate() > 0 ? options.rate() : search(run, quick, report);
            double top = sustain(run, rate, options, report, charts);
            latencies(run, top, quick, report, charts);
            if (options.profile()) {
                PipelineProfile.run(run, top, Duration.ofSeconds(quick ? 10 : 60), workplace.directory(), report);
            }
            Workplace.say("  comparing what came out");
            run.requireExactlyOnce();
            report.note(String.format(
                    Locale.ROOT,
                    "In the end %,d trades had been appended, and the Parquet files held as many rows. The %,d bars that a reader of"
                            + " committed records saw held all of them, less %,d that were late; the Parquet files of bars held"
                            + " as many bars.",
                    run.appended(),
                    run.bars().bars(),
                    run.bed().lateRows()));
        }
        Workplace.remove(workplace.directory("main"));
        PipelineGrowth.run(workplace, report, charts);
        report.picture(Chart.page("benchmarks/run pipeline", charts));
    }

    private static void settings(Report report) {
        report.setting(
                "files and keys",
                FILES + " files that grow, " + String.format(Locale.ROOT, "%,d", KEYS)
                        + " keys, all alike often, each in one file; the time of a trade is that of its append");
        report.setting(
                "feed",
                "a thread of the benchmark's process, every " + TradeFeed.TURN_MILLIS
                        + " ms; lines are rendered before, and" + " only their times are written anew");
        report.setting(
                "path",
                "source (1 task, line chunks of 256 KiB, exactly-once) → topic of " + PipelineBed.PARTITIONS
                        + " partitions → app (2 threads, exactly_once_v2, bars of 1 s) → topic → sink; and the same topic →"
                        + " sink of rows (1 task each; zstd at level 3)");
        report.setting(
                "commits",
                "sinks and app every " + COMMIT_MILLIS + " ms; chunks that are not full go after "
                        + PipelineConfigs.FLUSH_MILLIS
                        + " ms; no compression of topics; everything else by its defaults");
        report.setting(
                "heaps",
                "broker " + PipelineBed.BROKER_MEGABYTES + " MB, worker " + PipelineBed.WORKER_MEGABYTES + " MB, app "
                        + PipelineBed.APP_MEGABYTES + " MB; serial collector");
    }

    private static double search(PipelineRun run, boolean quick, Report report)
            throws IOException, InterruptedException {
        RateSearch search = quick ? new RateSearch(40_000, 1.5, 0.3, 2) : new RateSearch(GOAL * 0.6, 1.25, 0.04, 10);
        Duration step = Duration.ofSeconds(quick ? 6 : 30);
        List<List<String>> tries = new ArrayList<>();
        while (!search.isOver()) {
            double rate = search.next();
            // Settling in is not what is asked for.
            var unused = run.hold(rate, step.dividedBy(4));
            Held held = run.hold(rate, step);
            search.tried(held.isHeld());
            tries.add(List.of(
                    thousands(rate),
                    thousands(held.rowsRate()),
                    String.format(Locale.ROOT, "%+.2f s", held.growthSeconds()),
                    held.isHeld() ? "yes" : "no"));
            Workplace.say("  " + tries.get(tries.size() - 1));
            if (!held.isHeld()) {
                run.drain();
            }
        }
        report.add(new Report.Table(
                "The search for the highest rate",
                List.of("trades/s asked for", "trades/s into Parquet", "growth of what is on the way", "held"),
                tries));
        return Math.max(search.best(), quick ? 20_000 : 100_000) * CAUTION;
    }

    /** Holds a rate for long; a lower one if it is not held. Returns which it was. */
    private static double sustain(PipelineRun run, double first, Options options, Report report, List<Chart> charts)
            throws IOException, InterruptedException {
        Duration time = options.sustained().isZero()
                ? options.quick() ? Duration.ofSeconds(15) : Duration.ofMinutes(10)
                : options.sustained();
        double rate = first;
        for (int attempt = 1; ; attempt++) {
            run.feed(FILES, KEYS);
            var unused = run.hold(rate, Duration.ofSeconds(options.quick() ? 3 : 20));
            Sustained sustained = Sustained.measure(run, rate, time);
            if (sustained.held().isHeld() || attempt == MOST_SUSTAINED) {
                sustained.report(report, GOAL, MOST_HEAP_GROWTH);
                charts.addAll(sustained.charts());
                return rate;
            }
            report.note(String.format(
                    Locale.ROOT,
                    "%s trades/s were not held for %d s: what was on the way grew by %.2f s.",
                    thousands(rate),
                    time.toSeconds(),
                    sustained.held().growthSeconds()));
            run.drain();
            rate *= 0.92;
        }
    }

    private static void latencies(PipelineRun run, double top, boolean quick, Report report, List<Chart> charts)
            throws IOException, InterruptedException {
        Duration time = Duration.ofSeconds(quick ? 10 : 60);
        List<List<String>> rows = new ArrayList<>();
        Map<String, double[]> lines = new LinkedHashMap<>();
        double[] rates = new double[SHARES.length];
        for (int i = 0; i < SHARES.length; i++) {
            double rate = top * SHARES[i];
            rates[i] = rate / 1e3;
            var unusedHeld = run.hold(rate, Duration.ofSeconds(quick ? 3 : 10));
            var unusedBefore = run.bars().takeLatencies();
            long from = run.micros();
            Held held = run.hold(rate, time);
            long until = run.micros();
            Latencies bars = run.bars().takeLatencies();
            run.drain();
            Latencies parquet = RowsVisible.between(run.bed().rows(), run.feed(), from, until);
            rows.add(List.of(
                    String.format(Locale.ROOT, "%.0f %%", SHARES[i] * 100),
                    thousands(held.appendedRate()),
                    seconds(bars.seconds(0.5)),
                    seconds(bars.seconds(0.99)),
                    seconds(parquet.seconds(0.5)),
                    seconds(parquet.seconds(0.99)),
                    String.format(Locale.ROOT, "%,d bars, %,d rows", bars.size(), parquet.size())));
            put(lines, "bar, median", i, bars.seconds(0.5));
            put(lines, "bar, p99", i, bars.seconds(0.99));
            put(lines, "row, median", i, parquet.seconds(0.5));
            put(lines, "row, p99", i, parquet.seconds(0.99));
        }
        report.add(new Report.Table(
                "From append until visible, with commits every second",
                List.of(
                        "of the top rate",
                        "trades/s",
                        "bar, median",
                        "bar, p99",
                        "row in Parquet, median",
                        "row in Parquet, p99",
                        "measured"),
                rows));
        report.note(
                "The time of a bar begins with the append of the trade that closes its window, and ends when a consumer of"
                        + " committed records has it. The time of a row ends when the file that holds it has its final name.");
        charts.add(new Chart(
                "From append until visible",
                "1,000 trades/s",
                "s",
                false,
                lines.entrySet().stream()
                        .map(line -> new Chart.Series(line.getKey(), rates, line.getValue()))
                        .toList()));
    }

    private static void put(Map<String, double[]> lines, String name, int at, double value) {
        lines.computeIfAbsent(name, anew -> new double[SHARES.length])[at] = value;
    }

    static String thousands(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }
}
