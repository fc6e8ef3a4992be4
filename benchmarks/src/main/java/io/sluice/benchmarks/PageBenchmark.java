package io.sluice.benchmarks;

import io.sluice.source.FileSourceConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the live page of a pipeline takes of the processor while one browser listens: of the threads that are there for it in the command
 * that serves it, in the worker and in the application, which it asks.
 */
final class PageBenchmark implements Benchmark {

    private static final double MOST = 0.03;
    private static final double[] RATES = {1_000, 300_000};
    private static final int FILES = 10;
    private static final int KEYS = 100;

    @Override
    public String name() {
        return "page";
    }

    @Override
    public void run(Workplace workplace, Report report) throws IOException, InterruptedException {
        Duration warm = Duration.ofSeconds(workplace.quick() ? 5 : 30);
        Duration time = Duration.ofSeconds(workplace.quick() ? 10 : 45);
        report.setting(
                "path",
                FILES + " files → topic → bars of 1 s and 1 min → two tables of bars and one of rows, every 2 s");
        report.setting("time", time.toSeconds() + " s, after " + warm.toSeconds() + " s; one browser listens");
        report.note(
                "Counted are the threads that serve and look, and those of the clients they use, which others use as well: so it is the"
                        + " most that the page takes. What the brokers do to answer two questions a second is not counted.");
        List<List<String>> rows = new ArrayList<>();
        for (double rate : RATES) {
            Path directory = workplace.directory("rate-" + (long) rate);
            Map<String, Double> shares = shares(directory, rate, warm, time);
            double all =
                    shares.values().stream().mapToDouble(Double::doubleValue).sum();
            List<String> row = new ArrayList<>(List.of(String.format(Locale.ROOT, "%,.0f", rate)));
            shares.values().forEach(share -> row.add(String.format(Locale.ROOT, "%.2f %%", share * 100)));
            row.add(String.format(Locale.ROOT, "%.2f %%", all * 100));
            rows.add(row);
            report.add(new Bar(
                    String.format(Locale.ROOT, "the page at %,.0f records/s: share of a core", rate),
                    all,
                    MOST,
                    false,
                    ""));
            Workplace.remove(directory);
        }
        report.add(new Report.Table(
                "Of one core", List.of("records/s", "command", "worker", "application", "together"), rows));
    }

    private static Map<String, Double> shares(Path directory, double rate, Duration warm, Duration time)
            throws IOException, InterruptedException {
        Path input = Files.createDirectories(directory.resolve("in"));
        Files.writeString(directory.resolve("pipeline.yaml"), pipeline());
        try (PageRun run = PageRun.start(home(), directory);
                TradeFeed feed = TradeFeed.start(input, "trades", FILES, KEYS, Clock.systemUTC())) {
            feed.rate(rate);
            Workplace.pause(warm);
            Map<String, Double> before = run.seconds();
            long from = System.nanoTime();
            Workplace.pause(time);
            Map<String, Double> after = run.seconds();
            double seconds = (System.nanoTime() - from) / 1e9;
            run.requireHeard();
            Map<String, Double> shares = new LinkedHashMap<>();
            after.forEach((process, spent) ->
                    shares.put(process, Math.max(0, spent - before.getOrDefault(process, 0.0)) / seconds));
            return shares;
        }
    }

    private static Path home() throws IOException {
        return Plugins.buildOf(FileSourceConnector.class).getParent().getParent();
    }

    private static String pipeline() {
        return """
                name: page
                inputs:
                  trades:
                    directory: in
                    schema: %s
                windows:
                  input: trades
                  key: symbol
                  time: ts
                  aggregates: ohlcv(price, quantity)
                  levels:
                    s1: tumbling 1s
                    m1: tumbling 1m of s1
                outputs:
                  lake: lake
                  every: 2s
                  tables:
                    trades:
                    s1:
                    m1:
                """.formatted(TradeBlock.SCHEMA);
    }
}
