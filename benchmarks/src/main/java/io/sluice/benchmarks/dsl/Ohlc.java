package io.sluice.benchmarks.dsl;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/** Open, high, low and close of one window. Rows of two partitions come in any order, so times decide. One thread's. */
final class Ohlc {

    private static final int BYTES = 6 * Long.BYTES;

    private long openAt = Long.MAX_VALUE;
    private long closeAt = Long.MIN_VALUE;
    private long open;
    private long high = Long.MIN_VALUE;
    private long low = Long.MAX_VALUE;
    private long close;

    Ohlc add(Trade trade) {
        if (trade.micros() < openAt) {
            openAt = trade.micros();
            open = trade.price();
        }
        if (trade.micros() > closeAt) {
            closeAt = trade.micros();
            close = trade.price();
        }
        high = Math.max(high, trade.price());
        low = Math.min(low, trade.price());
        return this;
    }

    /** The bar as JSON, with prices in hundredths. */
    byte[] json(long startMillis) {
        return ("{\"start\":" + startMillis + ",\"open\":" + open + ",\"high\":" + high + ",\"low\":" + low
                        + ",\"close\":" + close + "}")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    static Serde<Ohlc> serde() {
        Serializer<Ohlc> serializer = (topic, bar) -> ByteBuffer.allocate(BYTES)
                .putLong(bar.openAt)
                .putLong(bar.closeAt)
                .putLong(bar.open)
                .putLong(bar.high)
                .putLong(bar.low)
                .putLong(bar.close)
                .array();
        Deserializer<Ohlc> deserializer = (topic, bytes) -> {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            Ohlc bar = new Ohlc();
            bar.openAt = buffer.getLong();
            bar.closeAt = buffer.getLong();
            bar.open = buffer.getLong();
            bar.high = buffer.getLong();
            bar.low = buffer.getLong();
            bar.close = buffer.getLong();
            return bar;
        };
        return Serdes.serdeFrom(serializer, deserializer);
    }
}
