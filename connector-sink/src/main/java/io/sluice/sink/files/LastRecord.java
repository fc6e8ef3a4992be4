package io.sluice.sink.files;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What the log keeps of the last record of a commit, by which to see whether the topic is still the same.
 *
 * @param timestamp null if the record has none
 * @param crc of the content, as transforms and converters made it
 */
public record LastRecord(long offset, Long timestamp, String crc) {
    private static final String OFFSET = "last.offset";
    private static final String TIMESTAMP = "last.timestamp";
    private static final String CRC = "last.crc";

    public static LastRecord of(SinkRecord record) {
        return new LastRecord(record.originalKafkaOffset(), record.timestamp(), RecordCrc.of(record));
    }

    /** Empty if the attributes do not have it. */
    static Optional<LastRecord> from(Map<String, String> attributes) {
        String offset = attributes.get(OFFSET);
        if (offset == null) {
            return Optional.empty();
        }
        String timestamp = attributes.get(TIMESTAMP);
        return Optional.of(new LastRecord(
                Long.parseLong(offset), timestamp == null ? null : Long.valueOf(timestamp), attributes.get(CRC)));
    }

    Map<String, String> attributes() {
        Map<String, String> attributes = new HashMap<>();
        attributes.put(OFFSET, Long.toString(offset));
        attributes.put(CRC, crc);
        if (timestamp != null) {
            attributes.put(TIMESTAMP, timestamp.toString());
        }
        return attributes;
    }

    /** Whether a record of the same offset is this one, as far as both can tell. */
    public boolean isTimeOf(SinkRecord record) {
        return Objects.equals(timestamp, record.timestamp());
    }

    public boolean isContentOf(SinkRecord record) {
        return crc == null || crc.equals(RecordCrc.of(record));
    }
}
