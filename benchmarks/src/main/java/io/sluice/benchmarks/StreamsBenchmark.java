package io.sluice.benchmarks;

import io.sluice.benchmarks.dsl.DslBars;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The streams app against a topology written by hand, both with exactly-once and a real broker on the same cores, each in a
 * process of its own as users run it. What is measured is the last seven tenths of a job, when it is warm; what came out is
 * compared bar by bar after each run.
 */
final class StreamsBenchmark implements Benchmark {

    private static final int THREADS = 2;
    private static final int COMMIT_MILLIS = 1_000;
    private static final int ROUNDS = 5;
    private static final int KEY_ROUNDS = 3;
    private static final int SOME_KEYS = 1_000;
    private static final int FEW_KEYS = 10;
    private static final int MANY_KEYS = 100_000;
    private static final int MINUTES = 4;
    private static final int DAY_MINUTES = 1_440;

    private static final String DSL = "DSL topology by hand, record per row";
    private static final String ROWS = "Sluice, record per row";
    private static final String CHUNKS = "Sluice, line chunks";

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public void run(Workplace workplace, Report report) throws Exception {
        long rows = rows(workplace);
        long trades = trades(workplace);
        settings(report, rows, trades);
        try (StreamsBed bed = StreamsBed.start(workplace.directory("bed"))) {
            against(workplace, report, bed, rows, trades);
            keys(workplace, report, bed, rows, trades);
        }
    }

    /** The part of it that has a peer. */
    static void againstPeers(Workplace workplace, Report report) throws Exception {
        long rows = rows(workplace);
        long trades = trades(workplace);
        settings(report, rows, trades);
        Path directory = workplace.directory("streams");
        try (StreamsBed bed = StreamsBed.start(directory)) {
            against(workplace, report, bed, rows, trades);
        }
        Workplace.remove(directory);
    }

    private static long rows(Workplace workplace) {
        return workplace.quick() ? 300_000 : 2_000_000;
    }

    private static long trades(Workplace workplace) {
        return workplace.quick() ? 1_000_000 : 16_000_000;
    }

    private static void settings(Report report, long rows, long trades) {
        report.setting("row", "micros,symbol,price,quantity as CSV, about 45 bytes; records without a key");
        report.setting("trades", rows + " in records, " + trades + " in line chunks of 256 KiB");
        report.setting("keys", SOME_KEYS + " unless named, all alike often");
        report.setting("topics", Trades.PARTITIONS + " partitions, 1 broker");
        report.setting(
                "applications",
                THREADS + " stream threads, exactly_once_v2, commit each " + COMMIT_MILLIS
                        + " ms; with 100,000 keys Sluice puts commits off, to 5 s at most, as it does by itself;"
                        + " 1 GiB of heap, parallel collector");
        report.setting("time", "from 30 % of the trades committed until all are, with what the repartition topic held");
        report.setting("Sluice computes", "ohlcv(price, quantity): the bar, volume, average price, count; each once");
        report.setting("DSL topology computes", "open, high, low, close; updates");
        report.version("kafka-streams", org.apache.kafka.common.utils.AppInfoParser.getVersion());
    }

    private static void against(Workplace workplace, Report report, StreamsBed bed, long rows, long trades)
            throws Exception {
        TradeTopic records = bed.fill("rows", new Trades(SOME_KEYS, rows, MINUTES), false);
        TradeTopic chunks = bed.fill("chunks", new Trades(SOME_KEYS, trades, MINUTES), true);
        Runs runs = new Runs(bed);
        List<Contender> contenders =
                List.of(runs.dsl(DSL, records), runs.sluice(ROWS, records), runs.sluice(CHUNKS, chunks));
        Standing standing = report.add(new Contest(
                        "one-minute bars",
                        1,
                        "M trades",
                        contenders,
                        0,
                        workplace.quick() ? 1 : workplace.rounds(ROUNDS))
                .run());
        report.add(standing.bar(ROWS, DSL, 0.90));
        report.add(standing.bar(CHUNKS, DSL, 8));
        report.add(Bar.atLeast(
                "one-minute bars: " + CHUNKS + ", M trades/s",
                standing.rate(CHUNKS).median(),
                1));
        runs.processorTime(report, standing);
    }

    private static void keys(Workplace workplace, Report report, StreamsBed bed, long rows, long trades)
            throws Exception {
        Runs runs = new Runs(bed);
        List<Contender> contenders = new ArrayList<>();
        for (int keys : new int[] {FEW_KEYS, MANY_KEYS}) {
            contenders.add(runs.sluice(
                    CHUNKS + named(keys), bed.fill("chunks-" + keys, new Trades(keys, trades, MINUTES), true)));
            contenders.add(
                    runs.dsl(DSL + named(keys), bed.fill("rows-" + keys, new Trades(keys, rows, MINUTES), false)));
        }
        String day = CHUNKS + ", a day of bars";
        contenders.add(runs.sluice(day, bed.fill("chunks-day", new Trades(SOME_KEYS, trades, DAY_MINUTES), true)));
        Standing standing = report.add(new Contest(
                        "by number of keys",
                        1,
                        "M trades",
                        contenders,
                        0,
                        workplace.quick() ? 1 : workplace.rounds(KEY_ROUNDS))
                .run());
        report.add(Bar.atLeast(
                "by number of keys: cost of a trade with 10 / with 100,000, line chunks",
                standing.ratios(CHUNKS + named(MANY_KEYS), CHUNKS + named(FEW_KEYS))
                        .median(),
                0.5));
        report.add(Bar.atLeast(
                "a day of bars: cost of a trade in the second third / in the last",
                Spread.of(runs.of(day).stream()
                                .mapToDouble(run ->
                                        run.secondsPerMillion(1.0 / 3, 2.0 / 3) / run.secondsPerMillion(2.0 / 3, 1))
                                .toArray())
                        .median(),
                0.7));
        report.note("For comparison: with 100,000 keys the DSL topology reaches "
                + String.format(
                        java.util.Locale.ROOT,
                        "%.2f",
                        standing.ratios(DSL + named(MANY_KEYS), DSL + named(FEW_KEYS))
                                .median())
                + " times its own rate with 10.");
        runs.processorTime(report, standing);
    }

    private static String named(int keys) {
        return String.format(java.util.Locale.ROOT, ", %,d keys", keys);
    }

    /** The contenders on one broker, and how their runs went. One thread. */
    private static final class Runs {
        private final StreamsBed bed;
        private final Map<String, List<StreamsRun>> all = new LinkedHashMap<>();

        Runs(StreamsBed bed) {
            this.bed = bed;
        }

        List<StreamsRun> of(String name) {
            return all.get(name);
        }

        private Contender contender(String name, StreamsBed.Application application, TradeTopic topic, boolean once) {
            return new Contender(name, () -> {
                StreamsRun run = bed.run(
                        name,
                        application,
                        topic,
                        (servers, id) -> new BarsCheck(topic.trades(), once).check(servers, StreamsBed.output(id)));
                all.computeIfAbsent(name, anew -> new ArrayList<>()).add(run);
                Workplace.say(String.format(
                        java.util.Locale.ROOT,
                        "    %-44s %.3f us a trade, application %.3f us and broker %.3f us of processor; %.1f s in all",
                        name,
                        run.secondsPerMillion(),
                        run.applicationPerMillion(),
                        run.brokerPerMillion(),
                        run.wholeSeconds()));
                return new Contender.Outcome(run.secondsPerMillion(), 0);
            });
        }

        Contender sluice(String name, TradeTopic topic) {
            return contender(
                    name,
                    new StreamsBed.Application(
                            "io.sluice.streams.app.StreamsMain", THREADS, (id, state) -> sluice(id, state, topic)),
                    topic,
                    true);
        }

        private Map<String, String> sluice(String id, Path state, TradeTopic topic) {
            Map<String, String> config = new HashMap<>();
            config.put("application.id", id);
            config.put("bootstrap.servers", bed.bootstrapServers());
            config.put("input.topics", topic.name());
            config.put("schema", "ts timestamp_micros, symbol string, price decimal(18,8), quantity decimal(18,8)");
            config.put("key", "symbol");
            config.put("time", "ts");
            config.put("aggregates", "ohlcv(price, quantity)");
            config.put("windows", "m1");
            config.put("window.m1", "tumbling 1m");
            config.put("output.partitions", Integer.toString(Trades.PARTITIONS));
            config.put("threads", Integer.toString(THREADS));
            config.put("commit.interval", COMMIT_MILLIS + "ms");
            config.put("state.directory", state.toString());
            // As the topology by hand has a cache that holds all.
            config.put("keys.in.use", "120000");
            return config;
        }

        Contender dsl(String name, TradeTopic topic) {
            return contender(
                    name,
                    new StreamsBed.Application(DslBars.class.getName(), THREADS, (id, state) -> dsl(id, state, topic)),
                    topic,
                    false);
        }

        private Map<String, String> dsl(String id, Path state, TradeTopic topic) {
            Map<String, String> config = new HashMap<>();
            config.put("input", topic.name());
            config.put("output", StreamsBed.output(id));
            // Long enough for the whole job: two partitions are never read at quite the same pace.
            config.put("grace.ms", Long.toString((topic.trades().minutes() + 2) * 60_000L));
            config.put("application.id", id);
            config.put("bootstrap.servers", bed.bootstrapServers());
            config.put("state.dir", state.toString());
            config.put("processing.guarantee", "exactly_once_v2");
            config.put("num.stream.threads", Integer.toString(THREADS));
            config.put("commit.interval.ms", Integer.toString(COMMIT_MILLIS));
            // What made it fastest here.
            config.put("statestore.cache.max.bytes", Integer.toString(256 << 20));
            config.put("producer.compression.type", "lz4");
            config.put("producer.linger.ms", "100");
            config.put("producer.batch.size", Integer.toString(256 << 10));
            config.put("consumer.max.poll.records", "10000");
            config.put("consumer.fetch.max.wait.ms", "100");
            config.put("buffered.records.per.partition", "10000");
            config.put("auto.offset.reset", "earliest");
            config.put("topology.optimization", "all");
            return config;
        }

        /** The same rounds by the processor time that the application took, and the broker's for comparison. */
        void processorTime(Report report, Standing standing) {
            report.add(standing("processor of the application", standing, StreamsRun::applicationPerMillion));
            report.add(standing("processor of the broker", standing, StreamsRun::brokerPerMillion));
        }

        private Standing standing(String what, Standing timed, ToDoubleFunction<StreamsRun> seconds) {
            Contest contest = timed.contest();
            List<Round> rounds = new ArrayList<>();
            for (int i = 0; i < timed.rounds().size(); i++) {
                Map<String, Double> byName = new LinkedHashMap<>();
                for (Contender contender : contest.contenders()) {
                    byName.put(
                            contender.name(),
                            seconds.applyAsDouble(of(contender.name()).get(i)));
                }
                rounds.add(new Round(timed.rounds().get(i).order(), byName));
            }
            return new Standing(
                    new Contest(
                            contest.name() + ", " + what,
                            1,
                            "M trades",
                            contest.contenders(),
                            contest.warmUps(),
                            contest.rounds()),
                    rounds);
        }
    }
}
