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
 * How the cost of a trade grows with files, keys, output partitions and rows: seconds of the processor for a million trades, from
 * the first one until all are in Parquet, at one rate. Owned by the benchmark's main thread.
 */
final class PipelineGrowth {

    private static final int RATE = 200_000;
    private static final int FILES = 10;
    private static final int KEYS = 1_000;
    private static final int COMMIT_MILLIS = 1_000;
    private static final int PARTITIONED_COMMIT_MILLIS = 10_000;
    private static final long MILLION = 1_000_000;

    private final PipelineRun run;
    private final double rate;
    private final boolean quick;
    private final Report report;
    private final List<Chart> charts;

    private PipelineGrowth(PipelineRun run, boolean quick, Report report, List<Chart> charts) {
        this.run = run;
        this.rate = quick ? RATE / 10.0 : RATE;
        this.quick = quick;
        this.report = report;
        this.charts = charts;
    }

    static void run(Workplace workplace, Report report, List<Chart> charts)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        boolean quick = workplace.quick();
        report.setting(
                "growth",
                String.format(
                        Locale.ROOT,
                        "%,d trades/s, bars of 10 s; unless the line says otherwise %d files, %,d keys, one output partition,"
                                + " commits every second",
                        RATE,
                        FILES,
                        KEYS));
        try (PipelineRun run =
                PipelineRun.start(workplace.directory("growth"), new PipelineBed.Settings("10s", COMMIT_MILLIS, ""))) {
            PipelineGrowth growth = new PipelineGrowth(run, quick, report, charts);
            growth.warmUp();
            growth.series("rows", quick ? new int[] {1, 2} : new int[] {1, 5, 10, 50}, millions -> {
                growth.feed(FILES, KEYS);
                return growth.millions(millions);
            });
            growth.series("files", quick ? new int[] {1, 10} : new int[] {1, 10, 100, 1_000}, files -> {
                growth.feed(files, KEYS);
                return growth.sample();
            });
            growth.series("keys", quick ? new int[] {10, 1_000} : new int[] {10, 1_000, 10_000, 100_000}, keys -> {
                growth.feed(FILES, keys);
                return growth.sample();
            });
            run.drain();
            SinkFiles.requireRows("the sink", run.bed().rows(), run.appended());
        }
        Workplace.remove(workplace.directory("growth"));
        try (PipelineRun run = PipelineRun.start(
                workplace.directory("partitions"),
                new PipelineBed.Settings("10s", PARTITIONED_COMMIT_MILLIS, "symbol"))) {
            PipelineGrowth growth = new PipelineGrowth(run, quick, report, charts);
            run.feed(1, FILES);
            growth.warmUp();
            growth.series(
                    "output partitions", quick ? new int[] {1, 10} : new int[] {1, 10, 100, 1_000}, partitions -> {
                        growth.feed(1, partitions);
                        return growth.sample();
                    });
            run.drain();
            SinkFiles.requireRows("the sink", run.bed().rows(), run.appended());
            report.note(
                    "Output partitions: by symbol, a symbol for each, in one file and in turn, so that no row goes where the"
                            + " last one went; commits every 10 s. Files are synced at each commit.");
        }
        Workplace.remove(workplace.directory("partitions"));
    }

    /** Measures one point of a line. */
    private interface Point {
        Cost at(int size) throws IOException, InterruptedException;
    }

    /** What so many trades have cost. */
    private record Cost(CpuTimes cpu, long trades) {
        double perMillion(double cpuSeconds) {
            return cpuSeconds / trades * MILLION;
        }
    }

    private void warmUp() throws IOException, InterruptedException {
        if (run.feed() == null) {
            run.feed(FILES, KEYS);
        }
        var unused = run.hold(rate, Duration.ofSeconds(quick ? 3 : 40));
    }

    /** Other files and keys, which are known when it is measured. */
    private void feed(int files, int keys) throws IOException, InterruptedException {
        run.feed(files, keys);
        var unused = run.hold(rate, Duration.ofSeconds(quick ? 3 : 12));
        run.drain();
    }

    private Cost sample() throws IOException, InterruptedException {
        return cost((long) (rate * (quick ? 3 : 30)));
    }

    private Cost millions(int millions) throws IOException, InterruptedException {
        return cost(quick ? millions * MILLION / 20 : millions * MILLION);
    }

    private Cost cost(long trades) throws IOException, InterruptedException {
        CpuTimes before = run.cpu();
        long appended = run.appended();
        run.send(rate, trades);
        return new Cost(run.cpu().since(before), run.appended() - appended);
    }

    private void series(String what, int[] sizes, Point point) throws IOException, InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        Map<String, double[]> lines = new LinkedHashMap<>();
        double[] places = new double[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            Cost cost = point.at(sizes[i]);
            places[i] = sizes[i];
            List<String> row = new ArrayList<>(List.of(String.format(Locale.ROOT, "%,d", sizes[i])));
            for (String process : CpuTimes.ORDER) {
                double seconds = cost.perMillion(cost.cpu().processes().get(process));
                lines.computeIfAbsent(process, anew -> new double[sizes.length])[i] = seconds;
                row.add(String.format(Locale.ROOT, "%.2f", seconds));
            }
            double all = cost.perMillion(cost.cpu().all());
            lines.computeIfAbsent("all", anew -> new double[sizes.length])[i] = all;
            row.add(String.format(Locale.ROOT, "%.2f", all));
            rows.add(row);
            Workplace.say("    " + what + " " + row);
        }
        String unit = what.equals("rows") ? "million rows" : what;
        report.add(new Report.Table(
                "Seconds of the processor for a million trades, by " + unit,
                List.of(unit, PipelineBed.BROKER, PipelineBed.WORKER, PipelineBed.APP, "all three"),
                rows));
        charts.add(new Chart(
                "Processor by " + unit,
                unit,
                "s for a million trades",
                true,
                lines.entrySet().stream()
                        .map(line -> new Chart.Series(line.getKey(), places, line.getValue()))
                        .toList()));
    }
}
