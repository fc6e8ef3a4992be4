package io.sluice.deploy.command.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.page.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The files that late rows came from. */
class OriginsTest {
    private static final TopicPartition PARTITION = new TopicPartition("market-trades", 1);

    /** Of no topic of the pipeline. */
    private static final Problem OTHER = new Problem(0, 1, "late", "late", "other", 0, 4L, null, null);

    private final List<Long> asked = new ArrayList<>();

    /** The broker's records, of which those at even offsets came from files. */
    private final MockConsumer<String, byte[]> broker = new MockConsumer<>("earliest") {
        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            super.seek(partition, offset);
            asked.add(offset);
            schedulePollTask(() -> {
                for (long at = offset; at < offset + 3; at++) {
                    addRecord(found(at));
                }
            });
        }
    };

    private static ConsumerRecord<String, byte[]> found(long offset) {
        ConsumerRecord<String, byte[]> found =
                new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, "k", new byte[0]);
        if (offset % 2 == 0) {
            found.headers().add("sluice.file", ("/in/" + offset + ".csv").getBytes(UTF_8));
            found.headers().add("sluice.offset", Long.toString(100 * offset).getBytes(UTF_8));
        }
        return found;
    }

    private static Problem late(long offset) {
        return new Problem(0, 1, "late", "late", PARTITION.topic(), PARTITION.partition(), offset, null, null);
    }

    @Test
    void aLateRowLeadsToTheFileAndThePlaceThatItsRecordNames() {
        broker.updateBeginningOffsets(Map.of(PARTITION, 0L));
        try (Origins origins = new Origins(Set.of(PARTITION.topic()), () -> broker)) {
            assertThat(origins.complete(
                            List.of(late(40), late(41), late(40), OTHER, Problem.of(5, "error", "of no record"))))
                    .containsExactly(
                            late(40).from("/in/40.csv", 4_000L),
                            late(41),
                            late(40).from("/in/40.csv", 4_000L),
                            OTHER,
                            Problem.of(5, "error", "of no record"));
            assertThat(origins.complete(List.of(late(40), late(41)))).hasSize(2);
            assertThat(asked).as("each is asked for once").containsExactly(40L, 41L);
        }
        assertThat(broker.closed()).isTrue();
    }

    @Test
    void ofManyOnlySomeAreLookedUpAtOnce() {
        broker.updateBeginningOffsets(Map.of(PARTITION, 0L));
        List<Problem> many = new ArrayList<>();
        for (long offset = 0; offset < 100; offset += 2) {
            many.add(late(offset));
        }
        try (Origins origins = new Origins(Set.of(PARTITION.topic()), () -> broker)) {
            assertThat(origins.complete(many))
                    .hasSize(50)
                    .filteredOn(problem -> problem.file() != null)
                    .hasSize(Origins.MOST_AT_ONCE);
        }
    }

    @Test
    void aBrokerThatDoesNotAnswerHidesNoProblem() {
        try (Origins origins = new Origins(Set.of(PARTITION.topic()), () -> {
            throw new KafkaException("no broker");
        })) {
            assertThat(origins.complete(List.of(late(2)))).containsExactly(late(2));
        }
    }
}
