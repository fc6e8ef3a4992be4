package io.sluice.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The program behind {@code benchmarks/run} and {@code benchmarks/check}. */
public final class BenchmarkMain {

    private static final int USAGE = 2;

    private BenchmarkMain() {}

    /**
     * Runs benchmarks or checks results.
     *
     * @param arguments {@code run RESULTS WORK NAME… [OPTIONS]} or {@code check RESULTS}
     */
    public static void main(String[] arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(arguments));
        Options options;
        try {
            options = Options.takeFrom(words);
        } catch (IllegalArgumentException e) {
            Workplace.say(e.getMessage());
            System.exit(USAGE);
            return;
        }
        if (words.size() == 2 && words.get(0).equals("check")) {
            System.exit(check(Path.of(words.get(1))));
        }
        if (words.size() < 3 || !words.get(0).equals("run")) {
            Workplace.say("run RESULTS WORK NAME... " + Options.TEXT + ", or check RESULTS");
            System.exit(USAGE);
        }
        System.exit(run(Path.of(words.get(1)), Path.of(words.get(2)), words.subList(3, words.size()), options));
    }

    private static Map<String, Benchmark> all() {
        Map<String, Benchmark> all = new TreeMap<>();
        for (Benchmark benchmark : List.of(
                new AsyncIoBenchmark(),
                new RowsBenchmark(),
                new SourceBenchmark(),
                new SinkBenchmark(),
                new StreamsBenchmark(),
                new PipelineBenchmark(),
                new PageBenchmark(),
                new PeersBenchmark())) {
            all.put(benchmark.name(), benchmark);
        }
        return all;
    }

    private static int run(Path results, Path work, List<String> names, Options options) throws Exception {
        Map<String, Benchmark> all = all();
        if (names.isEmpty() || !all.keySet().containsAll(names)) {
            Workplace.say("the benchmarks are: " + String.join(" ", all.keySet()));
            return USAGE;
        }
        for (String name : names) {
            try (Workplace workplace = Workplace.under(work, options)) {
                Report report =
                        new Report(name, options.quick(), Machine.describe(workplace.directory()), Machine.versions());
                Workplace.say(name + (options.quick() ? " (quick: the numbers mean nothing)" : ""));
                all.get(name).run(workplace, report);
                if (options.quick()) {
                    Workplace.say(name + ": a quick run, not written to the results");
                } else {
                    new ReportFiles(results).write(report);
                }
            }
        }
        return 0;
    }

    private static int check(Path results) throws Exception {
        List<String> broken = new ReportFiles(results).broken(all().keySet());
        broken.forEach(System.out::println);
        return broken.isEmpty() ? 0 : 1;
    }
}
