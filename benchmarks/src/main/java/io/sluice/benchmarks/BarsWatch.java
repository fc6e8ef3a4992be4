package io.sluice.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads the committed bars as they come, as who waits for them does: counts the trades in them, and takes the time from the
 * append of the trade that closed a bar's window until the bar is seen. The thread {@code bars-watch} reads; others ask.
 */
final class BarsWatch implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrapServers;
    private final Clock clock;
    private final Thread thread = new Thread(this::run, "bars-watch");

    private volatile boolean stopping;
    private volatile TradeFeed feed;
    private volatile Exception failure;

    // Guarded by this.
    private Latencies latencies = new Latencies();
    private long trades;
    private long bars;

    private BarsWatch(String bootstrapServers, Clock clock) {
        this.bootstrapServers = bootstrapServers;
        this.clock = clock;
    }

    static BarsWatch start(String bootstrapServers, Clock clock) {
        BarsWatch watch = new BarsWatch(bootstrapServers, clock);
        watch.thread.start();
        return watch;
    }

    /** Which feed the trades are of from now on. */
    void follow(TradeFeed now) {
        feed = now;
    }

    /** How many trades the bars hold that were seen. */
    synchronized long trades() throws IOException {
        if (failure != null) {
            throw new IOException("the bars cannot be read: " + failure.getMessage(), failure);
        }
        return trades;
    }

    synchronized long bars() {
        return bars;
    }

    /** What was measured since this was called before. */
    synchronized Latencies takeLatencies() {
        Latencies taken = latencies;
        latencies = new Latencies();
        return taken;
    }

    private void run() {
        List<TopicPartition> partitions = IntStream.range(0, PipelineBed.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(PipelineBed.BARS_TOPIC, partition))
                .toList();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopping) {
                var polled = consumer.poll(POLL);
                long seen = micros(clock.instant());
                for (ConsumerRecord<String, byte[]> record : polled) {
                    take(record, seen);
                }
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private void take(ConsumerRecord<String, byte[]> record, long seen) throws IOException {
        long end = 0;
        long rows = 0;
        try (JsonParser parser = JSON.createParser(record.value())) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    if (name.equals("end")) {
                        end = micros(Instant.parse(parser.getText()));
                    } else if (name.equals("rows")) {
                        rows = parser.getLongValue();
                    }
                }
            }
        }
        TradeFeed from = feed;
        OptionalLong appended =
                from == null ? OptionalLong.empty() : from.appendedFrom(TradeBlock.key(record.key()), end);
        synchronized (this) {
            trades += rows;
            bars++;
            // One that was closed for idleness has no such trade, or one that came after it.
            if (appended.isPresent() && appended.getAsLong() <= seen) {
                latencies.add(seen - appended.getAsLong());
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(TimeUnit.MINUTES.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
