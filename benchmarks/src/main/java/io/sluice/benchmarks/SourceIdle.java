package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ten thousand files that nobody writes to, watched by four tasks at the default intervals. */
final class SourceIdle {

    private static final int FILES = 10_000;
    private static final int DIRECTORIES = 100;
    private static final double GOAL = 0.05;

    private SourceIdle() {}

    static void run(Workplace workplace, Report report)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Path directory = workplace.directory("idle");
        for (int i = 0; i < FILES; i++) {
            Path parent = Files.createDirectories(directory.resolve("input/d" + i % DIRECTORIES));
            Files.write(parent.resolve("f" + i + ".log"), ("line of " + i + "\n").getBytes(StandardCharsets.UTF_8));
        }
        Duration time = workplace.quick() ? Duration.ofSeconds(10) : Duration.ofSeconds(60);
        try (SourceBed bed = SourceBed.start(directory.resolve("bed"), 512, Map.of(), List.of())) {
            bed.createTopic("idle", Map.of());
            pause(time);
            double without = share(bed.worker(), time);
            Map<String, String> config = SourceBenchmark.sluice(
                    directory.resolve("input"),
                    SourceBenchmark.STRINGS,
                    SourceBenchmark.with(
                            SourceBenchmark.EXACTLY_ONCE, Map.of("topic", "idle", "mode", "tail", "tasks.max", "4")));
            bed.rest().putConfig("idle", config);
            bed.rest().awaitRunning("idle", 4, SourceBed.START);
            // Until all were read, and none has changed for a while.
            pause(time);
            double with = share(bed.worker(), time);
            report.setting("idle worker without the connector, share of a core", without);
            report.setting("idle worker with it, share of a core", with);
            report.add(new Bar(
                    FILES + " idle files, 4 tasks: share of a core that the connector takes",
                    with - without,
                    GOAL,
                    false,
                    ""));
            bed.rest().delete("idle");
        }
        Workplace.remove(directory);
    }

    private static double share(ProcessHandle process, Duration time) throws InterruptedException {
        Duration before = cpu(process);
        long begun = System.nanoTime();
        pause(time);
        return (double) cpu(process).minus(before).toNanos() / (System.nanoTime() - begun);
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Measuring takes time, and nothing tells of its end. */
    private static void pause(Duration time) throws InterruptedException {
        boolean unused = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
