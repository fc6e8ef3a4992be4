package io.sluice.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Seconds of the processor that were taken by a moment, or between two.
 *
 * @param processes by process
 * @param threads by process and what Java's threads are for
 * @param collections by process, of collecting garbage
 * @param feed of writing the trades
 * @param benchmark of this process in all: the feed, the reader of bars, the looks
 */
record CpuTimes(
        Map<String, Double> processes,
        Map<String, Map<String, Double>> threads,
        Map<String, Double> collections,
        double feed,
        double benchmark) {

    static final List<String> ORDER = List.of(PipelineBed.BROKER, PipelineBed.WORKER, PipelineBed.APP);

    static CpuTimes now(Map<String, ProcessGauges> gauges, double feed) throws IOException {
        Map<String, Double> processes = new LinkedHashMap<>();
        Map<String, Map<String, Double>> threads = new LinkedHashMap<>();
        Map<String, Double> collections = new LinkedHashMap<>();
        for (String name : ORDER) {
            ProcessGauges process = gauges.get(name);
            processes.put(name, process.cpuSeconds());
            threads.put(name, process.cpuSecondsOfThreads());
            collections.put(name, process.collectionSeconds());
        }
        double benchmark =
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
        return new CpuTimes(processes, threads, collections, feed, benchmark);
    }

    CpuTimes since(CpuTimes before) {
        Map<String, Map<String, Double>> byThread = new LinkedHashMap<>();
        threads.forEach((process, groups) ->
                byThread.put(process, difference(groups, before.threads.getOrDefault(process, Map.of()))));
        return new CpuTimes(
                difference(processes, before.processes),
                byThread,
                difference(collections, before.collections),
                feed - before.feed,
                benchmark - before.benchmark);
    }

    private static Map<String, Double> difference(Map<String, Double> now, Map<String, Double> before) {
        Map<String, Double> difference = new TreeMap<>();
        now.forEach((name, seconds) -> difference.put(name, Math.max(0, seconds - before.getOrDefault(name, 0.0))));
        return difference;
    }

    /** Of the three processes together. */
    double all() {
        return processes.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** What the virtual machine of a process has taken besides Java's threads and collections: compiling, mostly. */
    double rest(String process) {
        double known = collections.get(process)
                + threads.get(process).values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum();
        return Math.max(0, processes.get(process) - known);
    }
}
