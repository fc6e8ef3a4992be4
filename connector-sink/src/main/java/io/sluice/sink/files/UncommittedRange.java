package io.sluice.sink.files;

import io.sluice.sink.store.log.Entry;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;

/** The offsets of a partition that were looked at and are not committed. The lane's; anyone may ask for the length. */
final class UncommittedRange {
    private volatile long length;

    /** From {@code first} to before {@code next}; -1 for none. */
    private long first = -1;

    private long next = -1;
    private SinkRecord last;
    private long firstNanos;
    private long lastNanos;

    /** Records come. */
    void begin(long nanos) {
        lastNanos = nanos;
    }

    void add(long offset) {
        if (first < 0) {
            first = offset;
            firstNanos = lastNanos;
        }
        next = offset + 1;
    }

    /** All that came have been looked at, and this was the last of them. */
    void end(SinkRecord record) {
        last = record;
        length = next - first;
    }

    /** From the first offset to behind the last. */
    long length() {
        return length;
    }

    boolean isEmpty() {
        return first < 0;
    }

    long next() {
        return next;
    }

    /** How long ago the first record came. */
    long ageNanos(long now) {
        return now - firstNanos;
    }

    /** How long ago the last records came. */
    long idleNanos(long now) {
        return now - lastNanos;
    }

    /** What the log will say of it. */
    Entry.Range entry(Map<String, String> schemas) {
        Map<String, String> attributes = new HashMap<>(schemas);
        attributes.putAll(LastRecord.of(last).attributes());
        return new Entry.Range(first, next, attributes);
    }

    /** What it has now, for as long as it is committed. */
    UncommittedRange copy() {
        UncommittedRange copy = new UncommittedRange();
        copy.length = length;
        copy.first = first;
        copy.next = next;
        copy.last = last;
        return copy;
    }

    void clear() {
        first = -1;
        last = null;
        length = 0;
    }

    /** For messages, behind the partition's name. */
    @Override
    public String toString() {
        return first < 0 ? "" : ", offsets " + first + " to " + (next - 1);
    }

    /** For messages: from the beginning of this one to the end of the one that follows it. */
    String through(UncommittedRange following) {
        return ", offsets " + first + " to " + ((following.isEmpty() ? next : following.next) - 1);
    }
}
