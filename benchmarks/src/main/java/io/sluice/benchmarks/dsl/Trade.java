package io.sluice.benchmarks.dsl;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * What a bar needs of a trade. An immutable value.
 *
 * @param micros the event time
 * @param price in hundredths
 */
record Trade(long micros, long price) {

    private static final int BYTES = 2 * Long.BYTES;

    static Serde<Trade> serde() {
        Serializer<Trade> serializer = (topic, trade) -> ByteBuffer.allocate(BYTES)
                .putLong(trade.micros)
                .putLong(trade.price)
                .array();
        Deserializer<Trade> deserializer = (topic, bytes) -> {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Trade(buffer.getLong(), buffer.getLong());
        };
        return Serdes.serdeFrom(serializer, deserializer);
    }
}
