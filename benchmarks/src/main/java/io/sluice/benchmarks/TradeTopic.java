package io.sluice.benchmarks;

import io.sluice.record.ChunkHeaders;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic of trades, as the file source would fill it: a record without a key for each line, or line chunks, a file to each
 * partition. One thread.
 */
final class TradeTopic {

    private static final int CHUNK_BYTES = 256 << 10;

    private final String name;
    private final Trades trades;
    // By partition: how many trades the first records hold, if not one each.
    private final List<List<Long>> chunks = new ArrayList<>();
    private final long[] records = new long[Trades.PARTITIONS];

    private TradeTopic(String name, Trades trades) {
        this.name = name;
        this.trades = trades;
    }

    String name() {
        return name;
    }

    Trades trades() {
        return trades;
    }

    /** Fills a topic that is there, and empty. */
    static TradeTopic fill(String bootstrapServers, String name, Trades trades, boolean inChunks) throws Exception {
        TradeTopic topic = new TradeTopic(name, trades);
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        "50",
                        "batch.size",
                        "500000",
                        "max.request.size",
                        "2000000"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            Sending sending = record -> {
                var unused = producer.send(record, (metadata, error) -> {
                    if (error != null) {
                        failure.compareAndSet(null, error);
                    }
                });
            };
            if (inChunks) {
                topic.fillChunks(sending);
            } else {
                topic.fillLines(sending);
            }
            producer.flush();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("topic " + name + " could not be filled", failure.get());
        }
        return topic;
    }

    /** Takes records on their way. */
    private interface Sending {
        void send(ProducerRecord<byte[], byte[]> record);
    }

    private void fillLines(Sending sending) throws Exception {
        trades.write((partition, bytes, length) -> {
            records[partition]++;
            // Without its line end, as the source sends lines.
            sending.send(new ProducerRecord<>(name, partition, null, Arrays.copyOf(bytes, length - 1)));
        });
    }

    private void fillChunks(Sending sending) throws Exception {
        ByteArrayOutputStream[] open = new ByteArrayOutputStream[Trades.PARTITIONS];
        long[] positions = new long[Trades.PARTITIONS];
        long[] lines = new long[Trades.PARTITIONS];
        for (int i = 0; i < Trades.PARTITIONS; i++) {
            open[i] = new ByteArrayOutputStream(CHUNK_BYTES);
            chunks.add(new ArrayList<>(List.of(0L)));
        }
        trades.write((partition, bytes, length) -> {
            if (open[partition].size() + length > CHUNK_BYTES) {
                positions[partition] += sendChunk(sending, partition, open[partition], positions[partition]);
                chunks.get(partition).add(lines[partition]);
            }
            open[partition].write(bytes, 0, length);
            lines[partition]++;
        });
        for (int partition = 0; partition < Trades.PARTITIONS; partition++) {
            sendChunk(sending, partition, open[partition], positions[partition]);
            chunks.get(partition).add(lines[partition]);
        }
    }

    private long sendChunk(Sending sending, int partition, ByteArrayOutputStream lines, long position) {
        byte[] value = lines.toByteArray();
        lines.reset();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(name, partition, null, value);
        new ChunkHeaders(
                        "trades-" + partition + ".csv",
                        name + "-" + partition,
                        position,
                        value.length,
                        records[partition]++,
                        ChunkHeaders.Framing.LINES,
                        Optional.empty())
                .write((header, bytes) -> record.headers().add(header, bytes));
        sending.send(record);
        return value.length;
    }

    /** How many records a partition has. */
    long records(int partition) {
        return records[partition];
    }

    /** How many trades are in the records of a partition before this offset. */
    long tradesBefore(int partition, long offset) {
        return chunks.isEmpty() ? offset : chunks.get(partition).get(Math.toIntExact(offset));
    }
}
