package io.sluice.sink;

import io.sluice.sink.files.Claimed;
import io.sluice.sink.files.LastRecord;
import io.sluice.sink.files.PartitionWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of a partition goes to its writer: each offset once, in order, from where the log goes on. Connect hands a batch over
 * again after some failures, so what is below the position is passed over; only a claim moves the position back. While there is
 * no claim, and while too much waits, the partition is paused. Connect's thread.
 */
final class PartitionIntake {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionIntake.class);

    /** About what an object in a record takes. */
    private static final int OBJECT_BYTES = 64;

    /** What Connect does with a partition. */
    interface Consumption {
        void seek(TopicPartition partition, long offset);

        void pause(TopicPartition partition);

        void resume(TopicPartition partition);
    }

    private final TopicPartition partition;
    private final PartitionWriter writer;
    private final ErrantRecords errant;
    private final SinkConfig config;
    private final Consumption consumption;
    private final SinkMetrics metrics;

    private Claimed claim;
    private boolean paused;

    /** Where reading began: the offset sought, or that of the first record; -1 before. */
    private long from = -1;

    /** The next offset to take; -1 before the first. */
    private long position = -1;

    /** The first offset that came while nothing was claimed; -1 for none. */
    private long missed = -1;

    /** The offset that came first, of a partition that the table knows nothing of; -1 before. */
    private long first = -1;

    /** Whether the topic is being read from its very beginning, to see whether anything stands before {@link #first}. */
    private boolean looksBefore;

    /** The committed record that the topic must still have, until it was compared. */
    private LastRecord expected;

    /** The record that was taken last. */
    private LastRecord taken;

    private List<SinkRecord> batch = new ArrayList<>();
    private long batchBytes;

    PartitionIntake(
            TopicPartition partition,
            PartitionWriter writer,
            ErrantRecords errant,
            SinkConfig config,
            Consumption consumption,
            SinkMetrics metrics) {
        this.partition = partition;
        this.writer = writer;
        this.errant = errant;
        this.config = config;
        this.consumption = consumption;
        this.metrics = metrics;
    }

    PartitionWriter writer() {
        return writer;
    }

    ErrantRecords errant() {
        return errant;
    }

    /** Begins to claim; nothing is consumed until that is done. */
    void begin() {
        pause();
        writer.claim();
    }

    /**
     * Looks what has become of the writer.
     *
     * @param full whether the memory budget lets nothing more in
     * @param room whether there is enough of it to go on
     * @return whether it has to be looked at again soon
     */
    boolean look(boolean full, boolean room) {
        Throwable failure = writer.failure();
        if (failure != null) {
            throw new ConnectException(failure.getMessage(), failure);
        }
        if (claim != null && !writer.takes(claim.generation())) {
            // What it had is discarded, and read again from where the next claim says.
            claim = null;
            pause();
        }
        if (claim == null) {
            takeClaim();
        }
        long waiting = writer.queuedBytes();
        long most = config.work().queueBytes();
        if (claim == null || full || waiting > most) {
            if (full && !paused) {
                metrics.paused();
            }
            pause();
        } else if (paused && room && waiting <= most / 2) {
            paused = false;
            consumption.resume(partition);
        }
        return paused;
    }

    private void takeClaim() {
        Claimed latest = writer.claimed();
        if (latest == null || !writer.takes(latest.generation())) {
            return;
        }
        claim = latest;
        expected = null;
        if (latest.next().isPresent()) {
            position = latest.next().getAsLong();
            from = position;
            if (!config.store().acceptsNewTopic()
                    && latest.last().isPresent()
                    && latest.last().get().offset() < position) {
                // It is read again, to see whether the topic is the same.
                expected = latest.last().get();
                from = expected.offset();
            }
            consumption.seek(partition, from);
        } else if (from >= 0) {
            // Nothing is committed; what was discarded comes again.
            position = from;
            consumption.seek(partition, from);
        } else if (first >= 0 || missed >= 0) {
            // As does what came too early.
            looksBefore = first >= 0;
            consumption.seek(partition, first >= 0 ? 0 : missed);
        }
        missed = -1;
    }

    private void pause() {
        if (!paused) {
            paused = true;
            consumption.pause(partition);
        }
    }

    /** Takes a record, or passes over it. */
    void offer(SinkRecord record) {
        long offset = record.originalKafkaOffset();
        if (claim == null) {
            missed = missed < 0 ? offset : Math.min(missed, offset);
            return;
        }
        if (expected != null && !isBehindExpected(record, offset)) {
            return;
        }
        if (position < 0 && !begins(offset)) {
            return;
        }
        if (offset < position) {
            passOver(record, offset);
            return;
        }
        if (taken == null && offset > position && position > 0) {
            LOG.info(
                    "{}: offsets {} to {} are not in the topic any more, or were markers",
                    partition,
                    position,
                    offset - 1);
        }
        position = offset + 1;
        batch.add(record);
        batchBytes += bytesOf(record);
    }

    /**
     * A partition that the table knows nothing of begins with its first record. Where that is not offset 0, either nothing
     * stands before it (transactions that were aborted, what retention has removed), or the group of consumers was further than
     * the table, which then is missing. So the topic is read from offset 0 once: the record that comes first then is the same,
     * or one before.
     *
     * @return false if the record is not to be taken now
     */
    private boolean begins(long offset) {
        if (first < 0 && offset > 0 && !config.store().startWithoutLog()) {
            first = offset;
            consumption.seek(partition, 0);
            return false;
        }
        if (first >= 0 && !looksBefore) {
            // The rest of the batch that came before the seek.
            return false;
        }
        if (first >= 0 && offset < first) {
            throw new ConnectException(partition + ": the group of consumers has read up to offset " + first + ", but "
                    + config.store().place() + "/" + config.store().tableOf(partition.topic())
                    + " has no commit of this partition, and the topic has records from offset " + offset
                    + " on. If the table is elsewhere, or not mounted, set that right. If it is to begin at " + first
                    + ", set " + StoreConfig.START_WITHOUT_LOG
                    + "=true; if it is to hold everything, stop the connector and reset its offsets");
        }
        if (offset > 0) {
            LOG.warn(
                    "{}: the topic begins at offset {}: there were transactions that were aborted, or retention has removed"
                            + " what stood before",
                    partition,
                    offset);
        }
        looksBefore = false;
        from = offset;
        position = offset;
        return true;
    }

    /** Compares the committed record; false if the record is one that is committed. */
    private boolean isBehindExpected(SinkRecord record, long offset) {
        LastRecord committed = expected;
        if (offset < committed.offset()) {
            throw recreated("offset " + offset + " came, although " + committed.offset() + " was asked for");
        }
        expected = null;
        if (offset > committed.offset()) {
            LOG.info(
                    "{}: record {}, the last that is committed, is not in the topic any more, so nobody can say whether the"
                            + " topic is the same",
                    partition,
                    committed.offset());
            return true;
        }
        compare(committed, record);
        return false;
    }

    private void compare(LastRecord known, SinkRecord record) {
        if (!known.isTimeOf(record)) {
            throw recreated("record " + known.offset() + " had the timestamp " + known.timestamp() + ", and has "
                    + record.timestamp());
        }
        if (!known.isContentOf(record)) {
            throw recreated(
                    "record " + known.offset() + " has other content than when it was written (or transforms, or"
                            + " the converter, make something else of it since)");
        }
    }

    private ConnectException recreated(String how) {
        return new ConnectException(
                partition + ": the topic was deleted and created again, it seems: " + how + ". What "
                        + "it has below offset " + position + " would be passed over. To go on behind that, set "
                        + StoreConfig.RECREATED
                        + "=accept. To read it from its start, stop the connector and reset its offsets");
    }

    private void passOver(SinkRecord record, long offset) {
        if (!config.store().acceptsNewTopic()) {
            if (offset < from) {
                throw recreated("offset " + offset + " came, although reading began at " + from);
            }
            if (taken != null && taken.offset() == offset) {
                compare(taken, record);
            }
        }
        metrics.repeated();
    }

    /** Hands over what was taken. */
    void handOver() {
        // What comes from now on was read behind the seek, if there was one.
        looksBefore = first >= 0 && position < 0;
        if (batch.isEmpty()) {
            return;
        }
        taken = LastRecord.of(batch.get(batch.size() - 1));
        metrics.taken(batch.size());
        writer.write(claim.generation(), batch, batchBytes);
        batch = new ArrayList<>();
        batchBytes = 0;
    }

    private static long bytesOf(SinkRecord record) {
        return OBJECT_BYTES + bytesOf(record.key()) + bytesOf(record.value());
    }

    private static long bytesOf(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        if (value instanceof String text) {
            return text.length();
        }
        if (value instanceof ByteBuffer buffer) {
            return buffer.remaining();
        }
        if (value instanceof Struct struct) {
            return (long) OBJECT_BYTES * struct.schema().fields().size();
        }
        return value instanceof Map<?, ?> map ? (long) OBJECT_BYTES * (map.size() + 1) : OBJECT_BYTES;
    }
}
