package io.sluice.benchmarks.dsl;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.WindowStore;

/**
 * What one writes by hand, with Kafka Streams' DSL, for one-minute OHLC bars of CSV lines {@code micros,symbol,price,…}, one
 * to a record: as fast as that gets. A line is parsed once, without text or decimals between; what goes through the
 * repartition topic is sixteen bytes; results are updates, of which the cache holds back all but the last before a commit.
 * No volume, no late topic, no final results, and prices of two places only. A program of its own.
 */
public final class DslBars {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final byte COMMA = ',';

    private DslBars() {}

    /**
     * Runs until it is told to end.
     *
     * @param arguments a file of properties for Kafka Streams, and {@code input}, {@code output} and {@code grace.ms}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Topology topology = topology(
                (String) properties.remove("input"),
                (String) properties.remove("output"),
                Duration.ofMillis(Long.parseLong((String) properties.remove("grace.ms"))));
        KafkaStreams streams = new KafkaStreams(topology, properties);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(20)), "dsl-bars-stop"));
        CountDownLatch failed = new CountDownLatch(1);
        streams.setUncaughtExceptionHandler(failure -> {
            failure.printStackTrace();
            failed.countDown();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
        failed.await();
        System.exit(1);
    }

    static Topology topology(String input, String output, Duration grace) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        input,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withTimestampExtractor(new EventTime()))
                .map((key, line) -> trade(line))
                .groupByKey(Grouped.with("trades", Serdes.Bytes(), Trade.serde()))
                .windowedBy(TimeWindows.ofSizeAndGrace(WINDOW, grace))
                .aggregate(
                        Ohlc::new,
                        (symbol, trade, bar) -> bar.add(trade),
                        Materialized.<Bytes, Ohlc, WindowStore<Bytes, byte[]>>as("bars")
                                .withKeySerde(Serdes.Bytes())
                                .withValueSerde(Ohlc.serde())
                                .withRetention(WINDOW.plus(grace))
                                .withCachingEnabled())
                .toStream()
                .map((window, bar) ->
                        new KeyValue<>(window.key(), bar.json(window.window().start())))
                .to(output, Produced.with(Serdes.Bytes(), Serdes.ByteArray()));
        return builder.build();
    }

    private static final class EventTime implements TimestampExtractor {
        @Override
        public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
            return micros((byte[]) record.value()) / 1_000;
        }
    }

    private static long micros(byte[] line) {
        long micros = 0;
        for (int i = 0; line[i] != COMMA; i++) {
            micros = 10 * micros + (line[i] - '0');
        }
        return micros;
    }

    private static KeyValue<Bytes, Trade> trade(byte[] line) {
        int symbol = next(line, 0);
        int price = next(line, symbol);
        long hundredths = 0;
        for (int i = price; line[i] != COMMA; i++) {
            if (line[i] != '.') {
                hundredths = 10 * hundredths + (line[i] - '0');
            }
        }
        return new KeyValue<>(
                Bytes.wrap(Arrays.copyOfRange(line, symbol, price - 1)), new Trade(micros(line), hundredths));
    }

    /** Behind the next comma. */
    private static int next(byte[] line, int from) {
        int at = from;
        while (line[at] != COMMA) {
            at++;
        }
        return at + 1;
    }
}
