package io.sluice.sink;

import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Numbered records for tests. */
final class Trades {
    static final Schema SCHEMA = SchemaBuilder.struct()
            .name("Trade")
            .field("number", Schema.INT64_SCHEMA)
            .field("symbol", Schema.STRING_SCHEMA)
            .build();

    private static final long FIRST_TIME = 1_700_000_000_000L;

    private Trades() {}

    static SinkRecord trade(long offset) {
        return trade(SinkRig.TRADES, offset);
    }

    static SinkRecord trade(TopicPartition partition, long offset) {
        Struct value = new Struct(SCHEMA).put("number", offset).put("symbol", symbol(offset));
        return record(partition, offset, SCHEMA, value);
    }

    static String symbol(long number) {
        return "S" + number % 3;
    }

    static SinkRecord record(TopicPartition partition, long offset, Schema schema, Object value) {
        return new SinkRecord(
                partition.topic(),
                partition.partition(),
                Schema.STRING_SCHEMA,
                "key",
                schema,
                value,
                offset,
                FIRST_TIME + offset,
                TimestampType.CREATE_TIME);
    }

    static FakeSinkWorker.Broker broker(long first, long next) {
        FakeSinkWorker.Broker broker = new FakeSinkWorker.Broker();
        for (long offset = first; offset < next; offset++) {
            broker.add(trade(offset));
        }
        return broker;
    }

    /** The numbers of all visible rows, sorted. */
    static List<Long> numbers(Vfs vfs) throws IOException {
        return numbers(vfs, SinkRig.ROOT);
    }

    static List<Long> numbers(Vfs vfs, Path root) throws IOException {
        List<Long> numbers = new ArrayList<>();
        SinkRig.rowsByGlob(vfs, root, "trades").forEach(row -> numbers.add(row.getLong("number", 0)));
        numbers.sort(null);
        return numbers;
    }

    static List<Long> upTo(long next) {
        return range(0, next);
    }

    static List<Long> range(long first, long next) {
        List<Long> numbers = new ArrayList<>();
        for (long number = first; number < next; number++) {
            numbers.add(number);
        }
        return numbers;
    }
}
