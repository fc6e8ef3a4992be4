package io.sluice.streams.app;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The record's own timestamp, or zero if it has none: event time is in the rows, and a record without a timestamp must be
 * neither a failure nor skipped. Stateless.
 */
public final class AnyTimestamp implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(0, record.timestamp());
    }
}
