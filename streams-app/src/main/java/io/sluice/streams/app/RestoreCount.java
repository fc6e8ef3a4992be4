package io.sluice.streams.app;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what is read to restore a task's state before it goes on. Called by the threads of Kafka Streams that restore. */
final class RestoreCount implements StateRestoreListener {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreCount.class);

    private final Counts counts;

    RestoreCount(Counts counts) {
        this.counts = counts;
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
        LOG.info("Restores {} from {}, offsets {} to {}", store, partition, from, to);
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long lastOffset, long records) {
        counts.restoredRecords.add(records);
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long records) {
        LOG.info("Restored {} from {}: {} records", store, partition, records);
    }
}
