package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Ten gigabytes through a worker with a heap of 256 MB: what is left after each collection is the same at the end. */
final class SourceMemory {

    private static final int HEAP_MEGABYTES = 256;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long MOST_NANOS = Duration.ofMinutes(10).toNanos();

    private SourceMemory() {}

    static void run(Workplace workplace, Report report)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Path directory = workplace.directory("memory");
        int files = workplace.quick() ? 2 : 10;
        TextLines lines = TextLines.trades(directory, workplace.quick() ? 1 : 26);
        Path input = Files.createDirectories(directory.resolve("input"));
        long bytes = 0;
        for (int i = 0; i < files; i++) {
            Path copy = Files.copy(lines.file(), input.resolve("trades-" + i + ".csv"));
            bytes += Files.size(copy);
        }
        Path logs = Files.createDirectories(directory.resolve("gc"));
        try (SourceBed bed =
                SourceBed.start(directory.resolve("bed"), HEAP_MEGABYTES, Map.of(), List.of(GcLog.option(logs)))) {
            bed.createTopic("memory", Map.of("retention.bytes", "1000000000", "segment.bytes", "250000000"));
            Map<String, String> once =
                    SourceBenchmark.with(SourceBenchmark.EXACTLY_ONCE, SourceBenchmark.chunkSettings());
            Map<String, String> config = SourceBenchmark.sluice(
                    input, SourceBenchmark.BYTES, SourceBenchmark.with(once, Map.of("topic", "memory")));
            bed.rest().putConfig("memory", config);
            bed.rest().awaitRunning("memory", 1, SourceBed.START);
            int before = GcLog.of(logs, bed.worker().pid()).size();
            awaitQuiet(bed.bootstrapServers());
            requireAllRead(bed, bytes);
            List<GcLog.Collection> all = GcLog.of(logs, bed.worker().pid());
            List<GcLog.Collection> after = all.subList(before, all.size());
            report.note(bytes / 1_000_000 + " MB passed through a worker with -Xmx" + HEAP_MEGABYTES + "m, in "
                    + after.size() + " collections");
            report(report, after);
            bed.rest().delete("memory");
        }
        Workplace.remove(directory);
    }

    /** A connector that has failed early has a small heap, too. */
    private static void requireAllRead(SourceBed bed, long bytes) throws InterruptedException {
        long read = bed.rest().offsets("memory").values().stream()
                .map(offset -> offset.get("position"))
                .filter(Number.class::isInstance)
                .mapToLong(position -> ((Number) position).longValue())
                .sum();
        if (read != bytes) {
            throw new IllegalStateException("the connector has committed " + read + " bytes of " + bytes);
        }
    }

    private static void report(Report report, List<GcLog.Collection> after) {
        int quarter = Math.max(1, after.size() / 4);
        double early = median(after.subList(0, quarter));
        double late = median(after.subList(after.size() - quarter, after.size()));
        report.setting("heap after collections, MB", "first quarter " + early + ", last quarter " + late);
        report.add(new Bar(
                "10 GB in a heap of 256 MB: heap after collections, last quarter / first",
                late / early,
                1.15,
                false,
                ""));
    }

    private static double median(List<GcLog.Collection> collections) {
        return Spread.of(collections.stream()
                        .mapToDouble(GcLog.Collection::megabytesLeft)
                        .toArray())
                .median();
    }

    private static void awaitQuiet(String bootstrapServers) {
        TopicPartition partition = new TopicPartition("memory", 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.pause(List.of(partition));
            long begun = System.nanoTime();
            long end = -1;
            int same = 0;
            while (same < 5 && System.nanoTime() - begun < MOST_NANOS) {
                long now = consumer.endOffsets(List.of(partition)).get(partition);
                same = now == end && now > 0 ? same + 1 : 0;
                end = now;
                var unused = consumer.poll(LOOK);
            }
        }
    }
}
