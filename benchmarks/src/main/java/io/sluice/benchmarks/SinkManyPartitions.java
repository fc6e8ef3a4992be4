package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** A thousand output partitions that are open at once, on the local file system, in a worker with a heap of 512 MB. */
final class SinkManyPartitions {

    private static final int HEAP_MEGABYTES = 512;
    private static final int PARTITIONS = 1000;

    private SinkManyPartitions() {}

    static void run(Workplace workplace, Report report)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        int rows = workplace.quick() ? 200_000 : 2_000_000;
        Path directory = workplace.directory("many");
        Path store = Files.createDirectories(directory.resolve("store"));
        try (SinkBed bed = SinkBed.start(directory.resolve("bed"), HEAP_MEGABYTES, Optional.empty())) {
            String topic = "many";
            bed.topics().create(topic, 1);
            bed.topics().csvChunks(topic, 1, rows, PARTITIONS);
            long records = bed.topics().records(topic);
            String name = bed.nextName();
            Most open = new Most();
            Map<String, String> config = Map.ofEntries(
                    Map.entry("connector.class", "io.sluice.sink.ParquetSinkConnector"),
                    Map.entry("tasks.max", "1"),
                    Map.entry("topics", topic),
                    Map.entry("consumer.override.isolation.level", "read_committed"),
                    Map.entry("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter"),
                    Map.entry("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter"),
                    Map.entry("store.path", store.toString()),
                    Map.entry("table", "trades"),
                    Map.entry("value.format", "csv"),
                    Map.entry("schema", "ts timestamp_micros, symbol string, price decimal(18,8), quantity long"),
                    Map.entry("partition.fields", "symbol"),
                    // All are open until everything was read; then all are committed.
                    Map.entry("rotate.age.ms", "3600000"),
                    Map.entry("rotate.idle.ms", "3000"),
                    Map.entry("memory.budget.bytes", Integer.toString(256 << 20)));
            Contender.Outcome outcome = bed.measure(
                    name,
                    config,
                    records,
                    () -> {
                        open.see(bed.gauges().ofPlugin(name, "files-open"));
                        return bed.gauges().ofPlugin(name, "rows-written");
                    },
                    rows,
                    () -> bed.await(name, "the commit", () -> bed.gauges().ofPlugin(name, "rows-committed") >= rows));
            double commit = bed.gauges().ofPlugin(name, "commit-time-max-ms") / 1e3;
            double shed = bed.gauges().ofPlugin(name, "files-shed");
            bed.delete(name);
            SinkFiles.requireRows("Sluice", store, rows);
            report.note(String.format(
                    java.util.Locale.ROOT,
                    "%d output partitions in a heap of %d MB: %d rows in %.1f s, %.0f files open at once, %.0f finished"
                            + " early for memory, %d files; the commit of all took %.1f s",
                    PARTITIONS,
                    HEAP_MEGABYTES,
                    rows,
                    outcome.seconds(),
                    open.value,
                    shed,
                    SinkFiles.below(store).size(),
                    commit));
            report.add(Bar.atLeast(
                    PARTITIONS + " output partitions in a heap of " + HEAP_MEGABYTES + " MB: files open at once",
                    open.value,
                    PARTITIONS));
        }
        Workplace.remove(directory);
    }

    /** The most that was seen. */
    private static final class Most {
        private double value;

        void see(double now) {
            value = Math.max(value, now);
        }
    }
}
