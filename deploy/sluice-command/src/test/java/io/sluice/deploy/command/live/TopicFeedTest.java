package io.sluice.deploy.command.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.page.Bar;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read of results, a look at a time. */
class TopicFeedTest {
    private static final TopicPartition PARTITION = new TopicPartition("market-s1", 0);

    private final MockConsumer<String, byte[]> broker = new MockConsumer<>("earliest");
    private final TopicFeed feed = new TopicFeed(broker, List.of(PARTITION), Map.of());
    private long end;

    @AfterEach
    void close() {
        feed.close();
    }

    private void closeBars(int count) {
        for (int i = 0; i < count; i++, end++) {
            String bar =
                    "{\"window\":\"s1\",\"start\":\"2024-01-02T14:30:00Z\",\"end\":\"2024-01-02T14:30:01Z\",\"final\":true,\"rows\":"
                            + end + "}";
            broker.addRecord(
                    new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), end, "A", bar.getBytes(UTF_8)));
        }
    }

    private TopicFeed.Batch look(long to) {
        return feed.look(Map.of(PARTITION, to));
    }

    private static List<Long> rows(TopicFeed.Batch batch) {
        return batch.bars().stream().map(Bar::count).toList();
    }

    @Test
    void eachBarIsReadOnceAlsoIfItCameWithThoseThatWereAskedFor() {
        assertThat(look(0).bars()).isEmpty();
        closeBars(3);
        assertThat(rows(look(2))).containsExactly(0L, 1L, 2L);
        assertThat(rows(look(3))).isEmpty();

        closeBars(1);
        TopicFeed.Batch next = look(4);
        assertThat(rows(next)).containsExactly(3L);
        assertThat(next.skipped()).isZero();
        assertThat(feed.look(Map.of()).bars()).as("nobody knows where it ends").isEmpty();
    }

    @Test
    void ofManyTheLastAreReadAndTheOthersCounted() {
        assertThat(look(0).bars()).isEmpty();
        closeBars(500);

        TopicFeed.Batch batch = look(500);

        assertThat(batch.skipped()).isEqualTo(300);
        assertThat(rows(batch)).hasSize(200).startsWith(300L).endsWith(499L);
    }
}
