package io.sluice.source;

import io.sluice.source.tail.FramePoint;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * A record that knows which frame it was made of. Made on the reader thread, then handed to Connect; {@link #settle} is
 * called from whatever thread learns that it has arrived, or is not wanted any more.
 *
 * <p>Equal to itself only: Connect keeps records in a map until their transaction is committed, and two of the same content
 * must not become one there; nor is it to hash every value on the way.
 */
final class FileRecord extends SourceRecord {

    private static final AtomicIntegerFieldUpdater<FileRecord> SETTLED =
            AtomicIntegerFieldUpdater.newUpdater(FileRecord.class, "settled");

    private final transient FramePoint point;
    private final transient Kind kind;
    private volatile int settled;

    /** What a record is for. */
    enum Kind {
        /** Content of a file. */
        CONTENT,
        /** Content that could not be used, on its way to the dead-letter topic. */
        DEAD_LETTER,
        /** State of a file alone: never to be seen by anybody. */
        MARKER
    }

    /** What goes into the topic, and when it happened. */
    record Content(String topic, Schema keySchema, Object key, Schema valueSchema, Object value, Long timestamp) {}

    FileRecord(Kind kind, Map<String, String> partition, FramePoint point, Content content, Iterable<Header> headers) {
        this(kind, partition, null, point, content, headers);
    }

    private FileRecord(
            Kind kind,
            Map<String, String> partition,
            Map<String, ?> offset,
            FramePoint point,
            Content content,
            Iterable<Header> headers) {
        super(
                partition,
                offset,
                content.topic(),
                null,
                content.keySchema(),
                content.key(),
                content.valueSchema(),
                content.value(),
                content.timestamp(),
                headers);
        this.kind = kind;
        this.point = point;
    }

    /**
     * A record that is made for its offset only.
     *
     * @param offset null for the end of what is stored
     */
    static FileRecord marker(Map<String, String> partition, Map<String, ?> offset, String topic, String key) {
        return new FileRecord(
                Kind.MARKER,
                partition,
                offset,
                null,
                new Content(topic, Schema.STRING_SCHEMA, key, null, null, null),
                null);
    }

    /** Made when it is asked for: of many thousand records that are there at a time, few are. */
    @Override
    public Map<String, ?> sourceOffset() {
        return point == null ? super.sourceOffset() : new StoredOffset(point);
    }

    /**
     * What a transformation makes of it, by whichever of its two ways: the other one calls this. It has the offset too, but is told
     * nothing: Connect tells the one it came from.
     */
    @Override
    public SourceRecord newRecord(
            String topic,
            Integer kafkaPartition,
            Schema keySchema,
            Object key,
            Schema valueSchema,
            Object value,
            Long timestamp,
            Iterable<Header> headers) {
        return new SourceRecord(
                sourcePartition(),
                sourceOffset(),
                topic,
                kafkaPartition,
                keySchema,
                key,
                valueSchema,
                value,
                timestamp,
                headers);
    }

    @Override
    public String toString() {
        return kind + " record of " + sourcePartition() + " for " + topic();
    }

    Kind kind() {
        return kind;
    }

    boolean isSettled() {
        return settled != 0;
    }

    /** Gives the record's room back, once. Returns whether this call did. */
    boolean settle() {
        if (!SETTLED.compareAndSet(this, 0, 1)) {
            return false;
        }
        if (point != null) {
            point.acknowledged();
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        // An identity hash would cost a place in each object's header.
        return point == null ? System.identityHashCode(this) : Long.hashCode(point.next() * 31 + point.index());
    }
}
