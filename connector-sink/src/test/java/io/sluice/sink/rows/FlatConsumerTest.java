package io.sluice.sink.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sink.parquet.Codec;
import io.sluice.sink.parquet.ParquetSettings;
import io.sluice.sink.parquet.RowFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes directly to the columns is what parquet-java's own consumer would have brought there. */
class FlatConsumerTest {
    private static final MessageType FLAT = MessageTypeParser.parseMessageType("message row {"
            + " required int64 number; optional binary text (STRING); optional double price; optional int32 count;"
            + " optional boolean flag; optional float part; required int64 last; }");

    /** Writes numbered rows with some nulls. */
    private static final class Support extends WriteSupport<Integer> {
        private final MessageType type;
        private final boolean directly;
        private final Random random = new Random(1);
        private RecordConsumer consumer;
        private Optional<FlatConsumer> flat = Optional.empty();

        Support(MessageType type, boolean directly) {
            this.type = type;
            this.directly = directly;
        }

        @Override
        @SuppressWarnings("deprecation")
        public WriteContext init(Configuration hadoops) {
            return new WriteContext(type, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration plain) {
            return new WriteContext(type, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            flat = FlatConsumer.insteadOf(recordConsumer, type);
            consumer = directly ? flat.orElseThrow() : recordConsumer;
        }

        @Override
        public void write(Integer number) {
            consumer.startMessage();
            field(0, () -> consumer.addLong(number));
            if (random.nextBoolean()) {
                field(1, () -> consumer.addBinary(Binary.fromString("text " + random.nextInt(2000))));
            }
            if (random.nextBoolean()) {
                field(2, () -> consumer.addDouble(random.nextDouble()));
            }
            if (random.nextBoolean()) {
                field(3, () -> consumer.addInteger(random.nextInt(10)));
            }
            if (random.nextBoolean()) {
                field(4, () -> consumer.addBoolean(random.nextBoolean()));
            }
            if (random.nextBoolean()) {
                field(5, () -> consumer.addFloat(random.nextFloat()));
            }
            field(6, () -> consumer.addLong(-number));
            consumer.endMessage();
        }

        private void field(int index, Runnable value) {
            consumer.startField(type.getFieldName(index), index);
            value.run();
            consumer.endField(type.getFieldName(index), index);
        }
    }

    private static byte[] file(WriteSupport<Integer> support, int pageVersion) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ParquetSettings usual = new ParquetSettings(Codec.NONE, 3, 64 << 10, 4 << 10, 8 << 10);
        ParquetSettings settings = new ParquetSettings(
                usual.codec(),
                usual.zstdLevel(),
                usual.rowGroupBytes(),
                usual.pageBytes(),
                usual.dictionaryBytes(),
                pageVersion,
                true,
                usual.blooms());
        try (ParquetWriter<Integer> writer = RowFile.writer(
                source -> {
                    byte[] some = new byte[source.remaining()];
                    source.get(some);
                    bytes.write(some, 0, some.length);
                },
                support,
                Map.of(),
                settings)) {
            for (int row = 0; row < 20_000; row++) {
                writer.write(row);
            }
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void bothWaysMakeTheSameFile(int pageVersion) throws IOException {
        assertThat(file(new Support(FLAT, true), pageVersion))
                .hasSizeGreaterThan(100_000)
                .isEqualTo(file(new Support(FLAT, false), pageVersion));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "message row { required int64 number; repeated int64 each; }",
                "message row { required int64 number; optional group of { required int64 one; } }"
            })
    void whatIsNotFlatIsLeftToParquetsOwn(String type) {
        Support support = new Support(MessageTypeParser.parseMessageType(type), true);

        assertThatThrownBy(() -> file(support, 1)).hasMessageContaining("No value present");
        assertThat(support.flat).isEmpty();
    }
}
