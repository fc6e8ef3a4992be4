package io.sluice.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A rate that was sent for long, and what that took.
 *
 * @param seconds how long
 * @param trades how many were appended meanwhile
 * @param bytes that they have
 * @param cpu what was taken of the processor
 * @param heaps by process
 */
record Sustained(Held held, double seconds, long trades, long bytes, CpuTimes cpu, Map<String, Heap> heaps) {

    private static final int PARTS = 20;

    /**
     * What a process needed of its heap.
     *
     * @param before MB that were in use before, after everything was collected
     * @param after the same at the end, under load
     * @param resident MB of the machine's memory that the process had at the end, heap or not
     * @param left by part of the time, the least that a collection left, in MB; -1 if there was none
     */
    record Heap(double before, double after, double resident, List<Integer> left) {}

    static Sustained measure(PipelineRun run, double rate, Duration time) throws IOException, InterruptedException {
        Map<String, Double> before = liveHeaps(run);
        Map<String, Integer> collectionsBefore = new LinkedHashMap<>();
        for (String process : CpuTimes.ORDER) {
            collectionsBefore.put(process, run.bed().collections(process).size());
        }
        CpuTimes cpuBefore = run.cpu();
        long tradesBefore = run.appended();
        long bytesBefore = run.feed().bytes();
        long begun = System.nanoTime();
        Held held = run.hold(rate, time);
        double seconds = (System.nanoTime() - begun) / 1e9;
        long trades = run.appended() - tradesBefore;
        long bytes = run.feed().bytes() - bytesBefore;
        CpuTimes cpu = run.cpu().since(cpuBefore);
        Map<String, Heap> heaps = new LinkedHashMap<>();
        for (String process : CpuTimes.ORDER) {
            List<GcLog.Collection> all = run.bed().collections(process);
            ProcessGauges gauges = run.bed().processes().get(process);
            heaps.put(
                    process,
                    new Heap(
                            before.get(process),
                            gauges.liveHeapMegabytes(),
                            gauges.residentMegabytes(),
                            leastLeft(all.subList(collectionsBefore.get(process), all.size()), seconds)));
        }
        return new Sustained(held, seconds, trades, bytes, cpu, heaps);
    }

    private static Map<String, Double> liveHeaps(PipelineRun run) throws IOException {
        Map<String, Double> live = new LinkedHashMap<>();
        for (String process : CpuTimes.ORDER) {
            live.put(process, run.bed().processes().get(process).liveHeapMegabytes());
        }
        return live;
    }

    /** What is on the heap swings between two collections of all of it, so the least of each part of the time is told. */
    static List<Integer> leastLeft(List<GcLog.Collection> collections, double seconds) {
        List<Integer> least = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            if (collections.isEmpty()) {
                least.add(-1);
                continue;
            }
            double origin = collections.get(0).seconds();
            double from = origin + seconds * part / PARTS;
            double until = origin + seconds * (part + 1) / PARTS;
            OptionalInt here = collections.stream()
                    .filter(each -> each.seconds() >= from && each.seconds() < until)
                    .mapToInt(GcLog.Collection::megabytesLeft)
                    .min();
            least.add(here.orElse(-1));
        }
        return least;
    }

    void report(Report report, double goal, double mostHeapGrowth) {
        report.setting("time", String.format(Locale.ROOT, "%.0f s sustained", seconds));
        report.add(Bar.atLeast(
                "trades/s into Parquet and bars, held for " + Math.round(seconds) + " s", held.rowsRate(), goal));
        report.add(new Bar(
                "what is on the way, growth from the second third of the time to the last, in seconds of trades",
                held.growthSeconds(),
                Held.MOST_GROWTH_SECONDS,
                false,
                ""));
        heaps.forEach((process, heap) -> report.add(new Bar(
                "heap of the " + process + " in use after a collection of all of it, end / beginning",
                heap.after() / heap.before(),
                mostHeapGrowth,
                false,
                "")));
        report.add(stages());
        report.add(threads());
        report.add(heapTable());
        Moment last = held.moments().get(held.moments().size() - 1);
        report.note(String.format(
                Locale.ROOT,
                "At %s trades/s asked for, %s/s were appended (%.1f MB/s) and %s/s came into Parquet; at the end %.2f s of trades"
                        + " were on the way there, and %.2f s were not in a bar that was seen (of up to 1 s that is in no closed"
                        + " window yet).",
                PipelineBenchmark.thousands(held.rate()),
                PipelineBenchmark.thousands(held.appendedRate()),
                bytes / seconds / 1e6,
                PipelineBenchmark.thousands(held.rowsRate()),
                held.rowsLag(last),
                held.barsLag(last)));
    }

    private Report.Table stages() {
        List<List<String>> rows = new ArrayList<>();
        for (String process : CpuTimes.ORDER) {
            rows.add(
                    row(process, cpu.processes().get(process), cpu.collections().get(process), cpu.rest(process)));
        }
        rows.add(row("all three", cpu.all(), 0, 0));
        rows.add(row("feed", cpu.feed(), 0, 0));
        rows.add(row("benchmark's process in all", cpu.benchmark(), 0, 0));
        return new Report.Table(
                "Processor by process",
                List.of("process", "cores", "µs for a trade", "of it collecting", "of it compiling and others"),
                rows);
    }

    private List<String> row(String name, double all, double collecting, double rest) {
        return List.of(
                name,
                String.format(Locale.ROOT, "%.3f", all / seconds),
                perTrade(all),
                collecting == 0 ? "" : perTrade(collecting),
                rest == 0 ? "" : perTrade(rest));
    }

    private String perTrade(double cpuSeconds) {
        return String.format(Locale.ROOT, "%.3f", cpuSeconds / trades * 1e6);
    }

    private Report.Table threads() {
        List<List<String>> rows = new ArrayList<>();
        for (String process : CpuTimes.ORDER) {
            cpu.threads().get(process).entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .forEach(group -> rows.add(List.of(
                            process,
                            group.getKey(),
                            String.format(Locale.ROOT, "%.3f", group.getValue() / seconds),
                            perTrade(group.getValue()))));
        }
        return new Report.Table(
                "Processor by what Java's threads are for",
                List.of("process", "threads", "cores", "µs for a trade"),
                rows);
    }

    private Report.Table heapTable() {
        List<List<String>> rows = new ArrayList<>();
        heaps.forEach((process, heap) -> rows.add(List.of(
                process,
                String.format(Locale.ROOT, "%.1f MB", heap.before()),
                String.format(Locale.ROOT, "%.1f MB", heap.after()),
                String.format(Locale.ROOT, "%.0f MB", heap.resident()),
                heap.left().stream()
                        .map(left -> left < 0 ? "–" : Integer.toString(left))
                        .reduce((one, other) -> one + " " + other)
                        .orElse(""))));
        return new Report.Table(
                "Heaps",
                List.of(
                        "process",
                        "in use before, all collected",
                        "in use at the end, all collected",
                        "process at the end, heap or not",
                        "least that a collection left, in each twentieth of the time, MB"),
                rows);
    }

    List<Chart> charts() {
        List<Moment> moments = held.moments();
        double[] time = moments.stream().mapToDouble(Moment::seconds).toArray();
        List<Chart.Series> heapLines = new ArrayList<>();
        heaps.forEach((process, heap) -> {
            double[] x = new double
                    [(int) heap.left().stream().filter(left -> left >= 0).count()];
            double[] y = new double[x.length];
            int at = 0;
            for (int part = 0; part < heap.left().size(); part++) {
                if (heap.left().get(part) >= 0) {
                    x[at] = seconds * (part + 0.5) / PARTS;
                    y[at++] = heap.left().get(part);
                }
            }
            if (x.length > 0) {
                heapLines.add(new Chart.Series(process, x, y));
            }
        });
        return List.of(
                new Chart(
                        "On the way at " + PipelineBenchmark.thousands(held.rate()) + " trades/s",
                        "s",
                        "seconds of trades",
                        false,
                        List.of(
                                new Chart.Series(
                                        "not in Parquet",
                                        time,
                                        moments.stream()
                                                .mapToDouble(held::rowsLag)
                                                .toArray()),
                                new Chart.Series(
                                        "not in a closed bar",
                                        time,
                                        moments.stream()
                                                .mapToDouble(held::barsLag)
                                                .toArray()))),
                new Chart("Least heap after collections", "s", "MB", false, heapLines));
    }
}
