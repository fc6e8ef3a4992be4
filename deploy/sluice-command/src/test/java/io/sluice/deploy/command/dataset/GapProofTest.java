package io.sluice.deploy.command.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.command.dataset.GapProof.Explained;
import io.sluice.deploy.command.dataset.GapProof.Finding;
import io.sluice.sink.store.operations.VerificationReport.Gap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What Kafka says of gaps, from a consumer without a broker: that a real one passes over markers so is not shown here. */
class GapProofTest {
    private static final TopicPartition PARTITION = new TopicPartition("my-topic", 3);
    private static final Gap GAP = new Gap("my-topic-3", 10, 14);

    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");

    private Explained look(long begins, long ends) {
        kafka.updateBeginningOffsets(Map.of(PARTITION, begins));
        kafka.updateEndOffsets(Map.of(PARTITION, ends));
        try (GapProof proof = new GapProof(kafka)) {
            return proof.look(GAP);
        }
    }

    private void has(long offset) {
        kafka.schedulePollTask(() -> kafka.addRecord(
                new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, null, new byte[1])));
    }

    @Test
    void aGapInWhichAReaderFindsNothingIsExplained() {
        has(14);

        Explained found = look(0, 20);

        assertThat(found.finding()).isEqualTo(Finding.EXPLAINED);
        assertThat(found.because()).contains("markers");
    }

    @Test
    void aRecordInAGapIsMissingInTheTable() {
        has(12);

        Explained found = look(0, 20);

        assertThat(found.finding()).isEqualTo(Finding.MISSING);
        assertThat(found.because()).contains("offset 12");
    }

    @Test
    void whatRetentionHasTakenIsNotKnown() {
        assertThat(look(14, 20).finding()).isEqualTo(Finding.UNKNOWN);
    }

    @Test
    void whatRetentionHasTakenInPartIsNotKnownUnlessTheRestHasARecord() {
        has(14);
        assertThat(look(12, 20).finding()).isEqualTo(Finding.UNKNOWN);
    }

    @Test
    void aTopicThatEndsBeforeTheGapIsAnotherOne() {
        Explained found = look(0, 13);

        assertThat(found.finding()).isEqualTo(Finding.UNKNOWN);
        assertThat(found.because()).contains("not the one");
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNoProof() {
        kafka.setPollException(new KafkaException("gone"));

        assertThat(look(0, 20).finding()).isEqualTo(Finding.UNKNOWN);
    }

    @Test
    void aLogThatIsOfNoTopicIsToldSo() {
        try (GapProof proof = new GapProof(kafka)) {
            assertThat(proof.look(new Gap("keys", 1, 2)).finding()).isEqualTo(Finding.UNKNOWN);
        }
    }
}
