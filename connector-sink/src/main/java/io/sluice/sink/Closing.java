package io.sluice.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of partitions that a task gives up: what was handed over is looked at, bad records are reported, the rest is committed;
 * all within one time. Connect's thread, once.
 */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Map<TopicPartition, PartitionIntake> intakes;
    private final long end;

    Closing(Map<TopicPartition, PartitionIntake> intakes, Duration atMost) {
        this.intakes = intakes;
        this.end = System.nanoTime() + atMost.toNanos();
    }

    void run() {
        List<CompletableFuture<Void>> settled = new ArrayList<>();
        intakes.values().forEach(intake -> settled.add(intake.writer().settled()));
        settled.forEach(this::await);
        intakes.forEach(this::report);
        Map<TopicPartition, CompletableFuture<Void>> closed = new LinkedHashMap<>();
        intakes.forEach(
                (partition, intake) -> closed.put(partition, intake.writer().close(true)));
        closed.forEach((partition, end) -> {
            if (!await(end)) {
                LOG.warn(
                        "{}: the last commit takes longer than {}; what it does not come to is read again",
                        partition,
                        WorkConfig.CLOSE_TIMEOUT);
            }
        });
    }

    private void report(TopicPartition partition, PartitionIntake intake) {
        try {
            boolean unused = intake.errant().report(Duration.ofNanos(left()));
        } catch (RuntimeException notReported) {
            LOG.warn("{}: bad records were not reported, so they are read again", partition, notReported);
        }
    }

    private boolean await(CompletableFuture<Void> stage) {
        try {
            Void unused = stage.get(left(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private long left() {
        return Math.max(0, end - System.nanoTime());
    }
}
