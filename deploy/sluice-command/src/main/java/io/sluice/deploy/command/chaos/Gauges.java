package io.sluice.deploy.command.chaos;

import io.sluice.deploy.command.run.TableRows;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks how far each stage is. What does not answer now keeps its last figure. Used by one thread at a time. */
final class Gauges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gauges.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int PARTITIONS = 3;

    private final Admin admin;
    private final LongSupplier lines;
    private final TableRows trades;
    private final TableRows tradesInS3;
    private final TableRows s1;
    private final TableRows m1;
    private Reading last = Reading.NONE;

    /**
     * How far all is.
     *
     * @param nanos when it was read, as {@link System#nanoTime}
     * @param lines written into files
     * @param topic the sum of the ends of the committed records of the trades' topic, with the marks of transactions
     * @param bars the same of the one-second bars
     * @param landed rows in the local table of trades
     * @param landedInS3 rows in that in S3
     * @param barsLanded rows in the tables of bars
     */
    record Reading(long nanos, long lines, long topic, long bars, long landed, long landedInS3, long barsLanded) {
        static final Reading NONE = new Reading(0, 0, 0, 0, 0, 0, 0);
    }

    /** @param s3 the table in S3, past what is broken; its owner closes it */
    Gauges(String bootstrapServers, LongSupplier lines, Path lake, Target s3) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.lines = lines;
        this.trades = new TableRows(lake.resolve(ChaosPipeline.TRADES));
        this.tradesInS3 = TableRows.of(s3);
        this.s1 = new TableRows(lake.resolve(ChaosPipeline.S1));
        this.m1 = new TableRows(lake.resolve(ChaosPipeline.M1));
    }

    Reading read() throws InterruptedException {
        long written = lines.getAsLong();
        Map<String, Long> ends = ends();
        last = new Reading(
                System.nanoTime(),
                written,
                ends.getOrDefault(topic(ChaosPipeline.TRADES), last.topic()),
                ends.getOrDefault(topic(ChaosPipeline.S1), last.bars()),
                rows(trades::now, last.landed()),
                rows(tradesInS3::now, last.landedInS3()),
                rows(() -> s1.now() + m1.now(), last.barsLanded()));
        return last;
    }

    /** A table's. */
    private interface Rows {
        long count() throws IOException;
    }

    private static long rows(Rows rows, long otherwise) {
        try {
            return rows.count();
        } catch (IOException | RuntimeException e) {
            LOG.debug("A table could not be asked", e);
            return otherwise;
        }
    }

    private Map<String, Long> ends() throws InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (String name : new String[] {ChaosPipeline.TRADES, ChaosPipeline.S1}) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                wanted.put(new TopicPartition(topic(name), partition), OffsetSpec.latest());
            }
        }
        Map<String, Long> ends = new HashMap<>();
        try {
            admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((partition, end) -> ends.merge(partition.topic(), end.offset(), Long::sum));
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The brokers do not say where topics end", e);
            ends.clear();
        }
        return ends;
    }

    static String topic(String name) {
        return ChaosPipeline.NAME + "-" + name;
    }

    @Override
    public void close() {
        for (TableRows table : List.of(trades, tradesInS3, s1, m1)) {
            try {
                table.close();
            } catch (IOException e) {
                LOG.warn("A table could not be closed", e);
            }
        }
        admin.close(PATIENCE);
    }
}
