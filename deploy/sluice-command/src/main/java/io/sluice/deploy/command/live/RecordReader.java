package io.sluice.deploy.command.live;

import io.sluice.deploy.page.TopicRecord;
import io.sluice.deploy.page.TopicRecord.Header;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Reads one record that somebody wants to see. Any thread; one at a time is answered, and the others wait for a moment. */
final class RecordReader implements AutoCloseable {
    private static final int MOST_BYTES = 64 << 10;
    private static final int PATIENCE_SECONDS = 5;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int MOST_POLLS = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final String bootstrapServers;
    private final Map<String, Integer> topics;
    private Consumer<String, byte[]> consumer;
    private boolean closed;

    /** @param topics those that may be read, with their numbers of partitions */
    RecordReader(String bootstrapServers, Map<String, Integer> topics) {
        this.bootstrapServers = bootstrapServers;
        this.topics = Map.copyOf(topics);
    }

    Optional<TopicRecord> read(String topic, int partition, long offset) throws IOException, InterruptedException {
        Integer partitions = topics.get(topic);
        if (partitions == null || partition < 0 || partition >= partitions) {
            throw new IllegalArgumentException("The pipeline has no topic " + topic + " with a partition " + partition);
        }
        if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("Another record is being read; try again.");
        }
        try {
            if (closed) {
                throw new IOException("The page is closing.");
            }
            if (consumer == null) {
                consumer = PageConsumer.open(bootstrapServers);
            }
            return found(new TopicPartition(topic, partition), offset);
        } catch (InterruptException e) {
            throw (InterruptedException) new InterruptedException("reading a record was interrupted").initCause(e);
        } catch (KafkaException e) {
            throw new IOException("The brokers do not give the record: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private Optional<TopicRecord> found(TopicPartition partition, long offset) {
        List<TopicPartition> one = List.of(partition);
        consumer.assign(one);
        long end = consumer.endOffsets(one).get(partition);
        if (offset >= end || offset < consumer.beginningOffsets(one).get(partition)) {
            return Optional.empty();
        }
        consumer.seek(partition, offset);
        for (int i = 0; i < MOST_POLLS; i++) {
            for (ConsumerRecord<String, byte[]> next : consumer.poll(POLL)) {
                return next.offset() == offset ? Optional.of(shown(next)) : Optional.empty();
            }
            if (consumer.position(partition) > offset) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    static TopicRecord shown(ConsumerRecord<String, byte[]> found) {
        List<Header> headers = new ArrayList<>();
        found.headers().forEach(header -> headers.add(new Header(header.key(), text(header.value()))));
        return new TopicRecord(
                found.topic(),
                found.partition(),
                found.offset(),
                found.timestamp(),
                found.key(),
                text(found.value()),
                found.value() != null && found.value().length > MOST_BYTES,
                headers);
    }

    /** Text as it is, and all else in hex. A character that the cut goes through does not make it no text. */
    private static String text(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        byte[] shown = Arrays.copyOf(bytes, Math.min(bytes.length, MOST_BYTES));
        int whole = shown.length;
        while (shown.length < bytes.length && whole > MOST_BYTES - 4 && (bytes[whole] & 0xC0) == 0x80) {
            whole--;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(shown, 0, whole))
                    .toString();
            if (text.chars().noneMatch(RecordReader::isNoText)) {
                return text;
            }
        } catch (CharacterCodingException none) {
            return HexFormat.of().formatHex(shown, 0, Math.min(shown.length, MOST_BYTES / 2));
        }
        return HexFormat.of().formatHex(shown, 0, Math.min(shown.length, MOST_BYTES / 2));
    }

    private static boolean isNoText(int character) {
        return Character.isISOControl(character) && character != '\t' && character != '\n' && character != '\r';
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (consumer != null) {
                consumer.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
