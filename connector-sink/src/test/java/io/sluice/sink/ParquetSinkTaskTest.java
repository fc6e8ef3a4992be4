package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.vfs.MemoryVfs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a task does with its partitions, its positions and its commits. */
class ParquetSinkTaskTest {
    private static final TopicPartition TRADES = SinkRig.TRADES;

    private MemoryVfs disk;

    @BeforeEach
    void anEmptyDisk() throws IOException {
        disk = SinkRig.emptyDisk();
    }

    @Test
    void whatWasReadIsCommittedWhenThePartitionIsGivenUp() throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 10);
        try (SinkRig rig = new SinkRig(disk, broker, Map.of()).start(TRADES)) {
            rig.readAll(4);

            assertThat(Trades.numbers(disk)).isEmpty();
            assertThat(rig.worker.commit()).isEmpty();
        }

        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(10));
    }

    @Test
    void whoeverComesNextGoesOnWhereTheLogSaysWhateverTheGroupSays() throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 10);
        new SinkRig(disk, broker, Map.of()).start(TRADES).readAllAndClose();
        for (long offset = 10; offset < 20; offset++) {
            broker.add(Trades.trade(offset));
        }
        broker.group.put(TRADES, 15L);

        new SinkRig(disk, broker, Map.of()).start(TRADES).readAllAndClose();

        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(20));
        broker.group.put(TRADES, 0L);

        new SinkRig(disk, broker, Map.of()).start(TRADES).readAllAndClose();

        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(20));
    }

    @Test
    void aBatchThatIsHandedOverAgainIsPassedOver() throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 5);
        try (SinkRig rig = new SinkRig(disk, broker, Map.of()).start(TRADES)) {
            rig.readAll(5);

            rig.worker.deliver(broker.topics.get(TRADES).values());
        }

        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(5));
    }

    @Test
    void nothingIsConsumedBeforeTheLogIsClaimed() {
        SinkRig rig = new SinkRig(disk, Trades.broker(0, 5), Map.of());
        rig.worker.start(rig.task);

        rig.worker.assign(TRADES);

        assertThat(rig.worker.isPaused(TRADES)).isTrue();
        assertThat(rig.worker.poll(5)).isZero();
        assertThat(rig.worker.isPaused(TRADES)).isFalse();
        rig.close();
    }

    @Test
    void ageCommitsWithoutNewDataAndTheGroupSeesIt() throws IOException {
        try (SinkRig rig = new SinkRig(disk, Trades.broker(0, 5), Map.of("rotate.age.ms", "60000")).start(TRADES)) {
            rig.readAll(5);
            rig.ring();
            assertThat(Trades.numbers(disk)).isEmpty();

            disk.advance(Duration.ofMinutes(1));
            rig.ring();

            assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(5));
            assertThat(rig.worker.commit()).isEqualTo(Map.of(TRADES, new OffsetAndMetadata(5)));
        }
    }

    @Test
    void recordsThatFollowGoIntoOtherFilesWhileThoseOfACommitAreFinished() throws IOException {
        try (SinkRig rig = new SinkRig(disk, Trades.broker(0, 5), Map.of("rotate.age.ms", "60000"))
                .withLateFiles()
                .start(TRADES)) {
            rig.readAll(3);
            disk.advance(Duration.ofMinutes(1));
            rig.ring();
            for (long offset = 5; offset < 7; offset++) {
                rig.worker.broker.add(Trades.trade(offset));
            }
            rig.readAll(3);
            assertThat(Trades.numbers(disk)).isEmpty();

            rig.finishFiles();
            assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(5));
            assertThat(rig.worker.commit().get(TRADES).offset()).isEqualTo(5);

            disk.advance(Duration.ofMinutes(1));
            rig.ring();
            rig.finishFiles();
            assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(7));
        }
    }

    @Test
    void idlenessCommits() throws IOException {
        Map<String, String> config = Map.of("rotate.age.ms", "3600000", "rotate.idle.ms", "5000");
        try (SinkRig rig = new SinkRig(disk, Trades.broker(0, 5), config).start(TRADES)) {
            rig.readAll(5);

            disk.advance(Duration.ofSeconds(5));
            rig.ring();

            assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(5));
        }
    }

    @Test
    void filesOfSoManyRowsAreCommittedAtOnce() throws IOException {
        try (SinkRig rig = new SinkRig(disk, Trades.broker(0, 12), Map.of("rotate.rows", "4")).start(TRADES)) {
            rig.readAll(4);

            assertThat(SinkRig.files(disk, "trades", row -> {}))
                    .hasSize(3)
                    .allSatisfy((name, rows) -> assertThat(rows).hasSize(4));
            assertThat(rig.worker.commit()).isEqualTo(Map.of(TRADES, new OffsetAndMetadata(12)));
        }
    }

    @Test
    void rowsOfTwoSpansOfRecordTimeDoNotShareAFile() throws IOException {
        // The records are a millisecond apart.
        Map<String, String> config = Map.of("rotate.record.time.ms", "5");
        new SinkRig(disk, Trades.broker(0, 10), config).start(TRADES).readAllAndClose();

        assertThat(SinkRig.files(disk, "trades", row -> {})).hasSize(2);
    }

    @Test
    void partitionsBecomeDirectoriesOfHive() throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 3);
        broker.add(Trades.record(
                TRADES,
                3,
                Trades.SCHEMA,
                new Struct(Trades.SCHEMA).put("number", 3L).put("symbol", "../../a/b c")));
        Map<String, String> config = Map.of(
                "partition.fields", "symbol", "partition.time", "record", "partition.time.pattern", "'y='yyyy/'m='MM");
        new SinkRig(disk, broker, config).start(TRADES).readAllAndClose();

        assertThat(SinkRig.files(disk, "trades", row -> {}).keySet())
                .containsExactlyInAnyOrder(
                        "symbol=S0/y=2023/m=11/trades-0-0-0-0.parquet",
                        "symbol=S1/y=2023/m=11/trades-0-0-1-1.parquet",
                        "symbol=S2/y=2023/m=11/trades-0-0-2-2.parquet",
                        "symbol=..%2F..%2Fa%2Fb%20c/y=2023/m=11/trades-0-0-3-3.parquet");
    }

    @Test
    void aPartitionThatWasNeverClosedIsReadAgainFromItsLastCommit() throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 10);
        try (SinkRig rig = new SinkRig(disk, broker, Map.of()).start(TRADES)) {
            rig.readAll(4);

            rig.worker.assign(TRADES);
            rig.readAll(4);
        }

        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(10));
    }

    @Test
    void anotherTaskThatClaimsFencesThisOne() throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 10);
        SinkRig zombie = new SinkRig(disk, broker, Map.of("rotate.age.ms", "1000")).start(TRADES);
        zombie.readAll(10);

        new SinkRig(disk.process(), broker, Map.of()).start(TRADES).readAllAndClose();
        disk.advance(Duration.ofSeconds(1));
        zombie.ring();

        assertThatThrownBy(() -> zombie.worker.poll(10))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("trades-0, offsets 0 to 9")
                .hasMessageContaining("another writer");
        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(10));
    }

    @Test
    void aTopicThatBeginsBehindZeroIsReadFromWhereItBegins() throws IOException {
        // Its first transactions were aborted, or retention has removed them.
        new SinkRig(disk, Trades.broker(100, 110), Map.of()).start(TRADES).readAllAndClose();

        assertThat(Trades.numbers(disk)).isEqualTo(Trades.range(100, 110));
    }

    @Test
    void aTableThatIsMissingIsNotBegunInTheMiddle() throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 10);
        broker.group.put(TRADES, 5L);
        SinkRig refused = new SinkRig(disk, broker, Map.of()).start(TRADES);

        assertThatThrownBy(() -> refused.readAll(10))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("up to offset 5")
                .hasMessageContaining("from offset 0 on")
                .hasMessageContaining("start.without.log=true");
        refused.close();

        new SinkRig(disk, broker, Map.of("start.without.log", "true"))
                .start(TRADES)
                .readAllAndClose();
        assertThat(Trades.numbers(disk)).isEqualTo(Trades.range(5, 10));
    }

    @Test
    void aTopicThatWasCreatedAgainIsFoundByItsLastRecord() throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 10);
        new SinkRig(disk, broker, Map.of()).start(TRADES).readAllAndClose();
        broker.topics.get(TRADES).put(9L, other(9));
        SinkRig rig = new SinkRig(disk, broker, Map.of()).start(TRADES);

        assertThatThrownBy(() -> rig.readAll(10))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("created again")
                .hasMessageContaining("topic.recreated=accept");
        rig.close();

        broker.add(Trades.trade(10));
        new SinkRig(disk, broker, Map.of("topic.recreated", "accept"))
                .start(TRADES)
                .readAllAndClose();
        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(11));
    }

    @Test
    void aTopicThatWasCreatedAgainAndIsShorterIsFound() throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 10);
        new SinkRig(disk, broker, Map.of()).start(TRADES).readAllAndClose();
        broker.topics.put(TRADES, new TreeMap<>(Map.of(0L, other(0))));
        SinkRig rig = new SinkRig(disk, broker, Map.of()).start(TRADES);

        assertThatThrownBy(() -> rig.readAll(10))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("created again");
        rig.close();
    }

    @Test
    void aTopicThatIsCreatedAgainWhileItIsReadIsFound() throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 10);
        SinkRig rig = new SinkRig(disk, broker, Map.of()).start(TRADES);
        rig.readAll(10);
        broker.topics.put(TRADES, new TreeMap<>(Map.of(0L, other(0), 9L, other(9))));

        assertThatThrownBy(() -> rig.worker.deliver(List.of(other(0), other(9))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("created again");
        rig.close();
    }

    private static SinkRecord other(long offset) {
        return new SinkRecord(
                "trades",
                0,
                null,
                null,
                Trades.SCHEMA,
                Trades.trade(offset + 1000).value(),
                offset,
                1_800_000_000_000L,
                TimestampType.CREATE_TIME);
    }

    @Test
    void aRecordThatRetentionHasTakenLeavesItOpenWhetherTheTopicIsTheSame() throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 10);
        new SinkRig(disk, broker, Map.of()).start(TRADES).readAllAndClose();
        FakeSinkWorker.Broker later = Trades.broker(15, 20);

        new SinkRig(disk, later, Map.of()).start(TRADES).readAllAndClose();

        List<Long> numbers = Trades.upTo(10);
        numbers.addAll(Trades.range(15, 20));
        assertThat(Trades.numbers(disk)).isEqualTo(numbers);
    }

    @Test
    void anotherConnectorMayNotWriteTheSamePartition() {
        FakeSinkWorker.Broker broker = Trades.broker(0, 10);
        new SinkRig(disk, broker, Map.of()).start(TRADES).readAllAndClose();
        SinkRig rig = new SinkRig(disk, broker, Map.of("name", "other")).start(TRADES);

        assertThatThrownBy(() -> rig.readAll(10))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("this log is lake's, and other wants to claim it");
        rig.close();
    }

    @Test
    void aBadRecordFailsTheTaskUnlessErrorsAreTolerated() throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 3);
        broker.add(Trades.record(TRADES, 3, Schema.STRING_SCHEMA, "no struct"));
        broker.add(Trades.trade(4));
        SinkRig strict = new SinkRig(disk, broker, Map.of("schema.evolution", "none")).start(TRADES);

        assertThatThrownBy(() -> strict.readAll(10))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("trades-0, offsets 0 to 3")
                .hasMessageContaining("errors.tolerance=all");
        strict.close();

        SinkRig tolerant = new SinkRig(disk, broker, Map.of("schema.evolution", "none"));
        tolerant.worker.tolerates = true;
        tolerant.start(TRADES).readAllAndClose();

        assertThat(Trades.numbers(disk)).containsExactly(0L, 1L, 2L, 4L);
        assertThat(tolerant.worker.deadLetters)
                .singleElement()
                .asString()
                .contains("trades-0, offset 3")
                .contains("schema.evolution is none");
    }

    @Test
    void aRowThatBreaksHalfWrittenIsNoBadRecordButFailsTheTask() {
        Object broken = new Object() {
            @Override
            public String toString() {
                throw new IllegalArgumentException("broken by the test");
            }
        };
        FakeSinkWorker.Broker broker = Trades.broker(0, 3);
        SinkRecord whole = Trades.trade(1);
        broker.add(new SinkRecord(
                whole.topic(), 0, null, broken, whole.valueSchema(), whole.value(), 1, 1L, whole.timestampType()));
        SinkRig rig = new SinkRig(disk, broker, Map.of("metadata.columns", "key"));
        rig.worker.tolerates = true;

        assertThatThrownBy(() -> rig.start(SinkRig.TRADES).readAll(3))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("trades-0")
                .hasMessageContaining("broken by the test");
        assertThat(rig.worker.deadLetters).isEmpty();
        rig.close();
    }

    @Test
    void nothingIsCommittedBeforeABadRecordHasArrivedInTheQueue() throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 2);
        broker.add(Trades.record(TRADES, 2, Schema.STRING_SCHEMA, "no struct"));
        SinkRig rig = new SinkRig(disk, broker, Map.of("schema.evolution", "none", "rotate.age.ms", "1000"));
        rig.worker.tolerates = true;
        rig.worker.reports = new CompletableFuture<>();
        rig.start(TRADES).readAll(10);
        disk.advance(Duration.ofSeconds(1));
        rig.ring();
        rig.worker.poll(10);
        assertThat(Trades.numbers(disk)).isEmpty();

        rig.worker.reports.complete(null);
        rig.worker.poll(10);

        assertThat(Trades.numbers(disk)).containsExactly(0L, 1L);
        rig.close();
    }

    @Test
    void aCommitWaitsForItsOwnBadRecordsAndNotForThoseThatFollow() throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 2);
        broker.add(Trades.record(TRADES, 2, Schema.STRING_SCHEMA, "no struct"));
        SinkRig rig = new SinkRig(disk, broker, Map.of("schema.evolution", "none", "rotate.age.ms", "1000"));
        rig.worker.tolerates = true;
        CompletableFuture<Void> first = new CompletableFuture<>();
        rig.worker.reports = first;
        rig.start(TRADES).readAll(10);
        disk.advance(Duration.ofSeconds(1));
        rig.ring();
        rig.worker.reports = new CompletableFuture<>();
        broker.add(Trades.record(TRADES, 3, Schema.STRING_SCHEMA, "no struct either"));
        rig.readAll(10);
        assertThat(rig.worker.deadLetters).hasSize(2);

        first.complete(null);
        rig.worker.poll(10);

        assertThat(Trades.numbers(disk)).containsExactly(0L, 1L);
        assertThat(rig.worker.commit()).isEqualTo(Map.of(TRADES, new OffsetAndMetadata(3)));
        rig.worker.reports.complete(null);
        rig.close();
    }

    @Test
    void tombstonesArePassedOverAndTheirOffsetsCommitted() throws IOException {
        FakeSinkWorker.Broker broker = Trades.broker(0, 3);
        broker.add(Trades.record(TRADES, 3, null, null));
        try (SinkRig rig = new SinkRig(disk, broker, Map.of("rotate.age.ms", "1000")).start(TRADES)) {
            rig.readAll(10);
            disk.advance(Duration.ofSeconds(1));
            rig.ring();

            assertThat(rig.worker.commit()).isEqualTo(Map.of(TRADES, new OffsetAndMetadata(4)));
        }
        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(3));
    }
}
