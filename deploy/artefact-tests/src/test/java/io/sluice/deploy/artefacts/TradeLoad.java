package io.sluice.deploy.artefacts;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Numbered JSON objects that go on being written to a topic in transactions, of which each seventh is aborted: its records have
 * the number -1. Writes on a thread of its own, {@code trade-load}.
 */
final class TradeLoad implements AutoCloseable {
    static final int SYMBOLS = 4;
    private static final int RECORDS_PER_TRANSACTION = 40;
    private static final int ABORT_EACH = 7;
    private static final Duration BETWEEN = Duration.ofMillis(20);

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong records = new AtomicLong();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "trade-load"));
    private final ScheduledFuture<?> writing;
    private int transactions;

    TradeLoad(String bootstrapServers, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "transactional.id", topic, "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        this.writing = thread.scheduleWithFixedDelay(this::writeOne, 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How many records are committed. */
    long records() {
        return records.get();
    }

    private void writeOne() {
        boolean aborted = transactions++ % ABORT_EACH == ABORT_EACH - 1;
        producer.beginTransaction();
        for (int i = 0; i < RECORDS_PER_TRANSACTION; i++) {
            long number = aborted ? -1 : records.get() + i;
            String json = "{\"number\":" + number + ",\"symbol\":\"S" + Math.floorMod(number, SYMBOLS) + "\"}";
            var unused = producer.send(new ProducerRecord<>(topic, json.getBytes(StandardCharsets.UTF_8)));
        }
        if (aborted) {
            producer.abortTransaction();
        } else {
            producer.commitTransaction();
            records.addAndGet(RECORDS_PER_TRANSACTION);
        }
    }

    /** Writes no more, and says how many records there are. */
    long end() throws InterruptedException, ExecutionException {
        writing.cancel(false);
        thread.shutdown();
        if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new AssertionError("trade-load did not end");
        }
        try {
            Object unused = writing.get();
        } catch (CancellationException asItShould) {
            // By us, and no failure came before.
        }
        return records.get();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        producer.close(Duration.ofSeconds(10));
    }
}
