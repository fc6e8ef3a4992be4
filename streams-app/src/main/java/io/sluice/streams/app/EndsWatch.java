package io.sluice.streams.app;

import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which input partitions have been read to their ends, by asking the brokers: the group has committed everything up
 * to where the end was a moment ago, or all that lies between are the marks of transactions. What has come since its last
 * commits does not count: else there would be no end while rows keep coming. Its thread asks; stream threads read the last
 * answer, which counts for a short time only. Closed by the application.
 */
final class EndsWatch implements UpstreamEnd, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EndsWatch.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int MOST_MARKS = 1_000;

    /**
     * What was found.
     *
     * @param atEnd the partitions' numbers of which all input topics are at their ends
     * @param nanos when it was asked
     */
    private record Found(BitSet atEnd, long nanos) {}

    private final Admin admin;
    private final Consumer<byte[], byte[]> prober;
    private final String group;
    private final List<TopicPartition> partitions;
    private final int tasks;
    private final Duration interval;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService thread;
    private volatile Found found;
    // By its thread only.
    private final PastEnds endsBefore;

    /**
     * @param prober reads committed records, of no group; owned from now on
     * @param interval how often it asks
     * @param moment how young a record may be that is not committed yet, at an end all the same
     */
    EndsWatch(
            Admin admin,
            Consumer<byte[], byte[]> prober,
            String group,
            Map<String, Integer> inputs,
            Duration interval,
            Duration moment,
            LongSupplier nanoTime) {
        this.admin = admin;
        this.prober = prober;
        this.group = group;
        this.interval = interval;
        endsBefore = new PastEnds(moment);
        this.nanoTime = nanoTime;
        partitions = inputs.entrySet().stream()
                .flatMap(topic -> IntStream.range(0, topic.getValue())
                        .mapToObj(partition -> new TopicPartition(topic.getKey(), partition)))
                .toList();
        tasks = inputs.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        found = new Found(new BitSet(), nanoTime.getAsLong());
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, "sluice-streams-ends");
            made.setDaemon(true);
            return made;
        });
    }

    void start() {
        var unused = thread.scheduleWithFixedDelay(this::askOrSay, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public int tasks() {
        return tasks;
    }

    @Override
    public boolean isAtEnd(int task) {
        Found last = found;
        return nanoTime.getAsLong() - last.nanos < 3 * interval.toNanos() && last.atEnd.get(task);
    }

    private void askOrSay() {
        try {
            ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            // The last answer gets old and then counts no more, so nothing closes for being quiet.
            LOG.warn("Cannot ask the brokers for the ends of the input topics; will ask again", e);
        }
    }

    private void ask() throws InterruptedException, ExecutionException, TimeoutException {
        long asked = nanoTime.getAsLong();
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        partitions.forEach(partition -> earliest.put(partition, OffsetSpec.earliest()));
        Map<TopicPartition, ListOffsetsResultInfo> starts =
                admin.listOffsets(earliest).all().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        // The ends last, and those of all records, also of open transactions: what is about to be committed counts.
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                admin.listOffsets(latest).all().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        Map<TopicPartition, Long> present = new HashMap<>();
        ends.forEach((partition, end) -> present.put(partition, end.offset()));
        Map<TopicPartition, Long> before = endsBefore.at(present, asked);
        BitSet atEnd = new BitSet(tasks);
        atEnd.set(0, tasks);
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata reached = committed.get(partition);
            long from = Math.max(starts.get(partition).offset(), reached == null ? 0 : reached.offset());
            if (!isAtEnd(partition, from, before.get(partition))) {
                atEnd.clear(partition.partition());
            }
        }
        found = new Found(atEnd, asked);
    }

    /** Whether nothing lies between: a commit may stop before the mark that ends a transaction. */
    private boolean isAtEnd(TopicPartition partition, long from, long end) {
        if (from >= end) {
            return true;
        }
        if (end - from > MOST_MARKS) {
            return false;
        }
        prober.assign(List.of(partition));
        prober.seek(partition, from);
        List<ConsumerRecord<byte[], byte[]>> records =
                prober.poll(Duration.ofMillis(200)).records(partition);
        return records.isEmpty()
                ? prober.position(partition) >= end
                : records.get(0).offset() >= end;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (thread.awaitTermination(ANSWER.toSeconds(), TimeUnit.SECONDS)) {
                prober.close();
            }
        } catch (InterruptedException e) {
            // The thread is a daemon; its connections end with the process.
            Thread.currentThread().interrupt();
        }
    }
}
