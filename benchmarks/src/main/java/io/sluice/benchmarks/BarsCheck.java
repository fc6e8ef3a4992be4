package io.sluice.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all committed bars of a topic, and fails unless they are those of the trades. One thread. */
final class BarsCheck {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration POLL = Duration.ofMillis(250);

    private final Trades trades;
    private final boolean once;
    // By cell: 1 if the last bar was right, 2 if it was wrong.
    private final byte[] seen;
    private long records;

    /** @param once whether each bar must be there only once; otherwise the last one counts */
    BarsCheck(Trades trades, boolean once) {
        this.trades = trades;
        this.once = once;
        seen = new byte[trades.cells()];
    }

    /** Returns how many records there are. */
    long check(String bootstrapServers, String topic) throws IOException {
        List<TopicPartition> partitions = IntStream.range(0, Trades.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "max.poll.records",
                        "50000",
                        "max.partition.fetch.bytes",
                        "16000000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    count(topic, record);
                }
            }
        }
        long right = 0;
        long wrong = 0;
        for (byte cell : seen) {
            right += cell == 1 ? 1 : 0;
            wrong += cell == 2 ? 1 : 0;
        }
        if (wrong > 0 || right != trades.bars() || (once && records != right)) {
            throw new IllegalStateException(topic + " holds " + right + " right and " + wrong + " wrong bars in "
                    + records + " records, and should hold " + trades.bars());
        }
        return records;
    }

    private void count(String topic, ConsumerRecord<byte[], byte[]> record) throws IOException {
        long start = 0;
        long[] hundredths = new long[4];
        try (JsonParser parser = JSON.createParser(record.value())) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() != JsonToken.FIELD_NAME) {
                    continue;
                }
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "start" ->
                        start = parser.currentToken() == JsonToken.VALUE_STRING
                                ? Instant.parse(parser.getText()).toEpochMilli()
                                : parser.getLongValue();
                    case "open" -> hundredths[0] = hundredths(parser);
                    case "high" -> hundredths[1] = hundredths(parser);
                    case "low" -> hundredths[2] = hundredths(parser);
                    case "close" -> hundredths[3] = hundredths(parser);
                    default -> {
                        // Not compared.
                    }
                }
            }
        }
        int cell = trades.cell(record.key(), start);
        if (cell < 0) {
            return;
        }
        records++;
        if (once && seen[cell] != 0) {
            throw new IllegalStateException(
                    topic + " has a bar twice: " + new String(record.value(), java.nio.charset.StandardCharsets.UTF_8));
        }
        seen[cell] = (byte) (trades.isBar(cell, hundredths) ? 1 : 2);
    }

    private static long hundredths(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING
                ? new BigDecimal(parser.getText()).movePointRight(2).longValueExact()
                : parser.getLongValue();
    }
}
