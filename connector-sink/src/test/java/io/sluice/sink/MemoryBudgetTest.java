package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.MemoryVfs;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** What all writers of a worker hold together stays within one limit. */
class MemoryBudgetTest {
    private static final long BUDGET = 20_000_000;
    private static final int PARTITIONS = 1000;
    private static final int ROWS = 2000;
    private static final TopicPartition OTHER = new TopicPartition("trades", 1);

    /** A file of two columns counts for 80 KB, so a quarter of the partitions can be open. */
    @Test
    void aThousandOutputPartitionsAreWrittenWithinASmallBudget() throws IOException {
        MemoryVfs disk = SinkRig.emptyDisk();
        FakeSinkWorker.Broker broker = new FakeSinkWorker.Broker();
        for (int i = 0; i < ROWS; i++) {
            Struct value = new Struct(Trades.SCHEMA).put("number", (long) i).put("symbol", "S" + i % PARTITIONS);
            broker.add(Trades.record(i % 2 == 0 ? SinkRig.TRADES : OTHER, i / 2, Trades.SCHEMA, value));
        }
        Map<String, String> config = Map.of("partition.fields", "symbol", "memory.budget.bytes", Long.toString(BUDGET));
        try (SinkRig rig = new SinkRig(disk, broker, config).start(SinkRig.TRADES, OTHER)) {
            long most = 0;
            for (int quiet = 0; quiet < 3; ) {
                quiet = rig.worker.poll(20) == 0 ? quiet + 1 : 0;
                most = Math.max(most, rig.budget.usedBytes());
            }
            assertThat(most).isGreaterThan(BUDGET * 8 / 10).isLessThanOrEqualTo(BUDGET);
        }
        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(ROWS));
        assertThat(SinkRig.files(disk, "trades", row -> {}).keySet().stream()
                        .map(name -> name.substring(0, name.indexOf('/')))
                        .distinct())
                .hasSize(PARTITIONS);
    }

    @Test
    void aFullBudgetPausesUntilThereIsRoom() throws IOException {
        MemoryVfs disk = SinkRig.emptyDisk();
        Map<String, String> config = Map.of("memory.budget.bytes", "4000");
        SinkRig rig = new SinkRig(disk, Trades.broker(0, 30), config).start(SinkRig.TRADES);
        assertThat(rig.worker.poll(1)).isZero();
        rig.hold();

        assertThat(rig.worker.poll(25)).isEqualTo(25);
        assertThat(rig.worker.isPaused(SinkRig.TRADES)).isTrue();
        assertThat(rig.worker.poll(25)).isZero();

        rig.release();
        rig.readAllAndClose();
        assertThat(Trades.numbers(disk)).isEqualTo(Trades.upTo(30));
    }
}
