package io.sluice.source;

import io.sluice.source.framing.FrameSink.Reason;
import io.sluice.source.tail.FileState;
import io.sluice.source.tail.FileView;
import io.sluice.source.tail.FramePoint;
import io.sluice.source.tail.RecordMaker;
import io.sluice.source.tail.StateKey;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;

/**
 * Makes the records of Connect: topic, key, value, time and headers of each frame, with the state behind it as its offset.
 * Owned by the reader thread.
 */
final class SourceRecords implements RecordMaker<FileRecord> {

    private final RecordsConfig config;
    private final RecordValues values;
    private final RecordFiles files;
    private final ChunkRecords chunks;
    private final DeadLetters deadLetters;
    private final Markers markers;
    private final SourceMetrics metrics;
    private final LongSupplier clock;
    private final Charset charset;

    /**
     * @param chunks null unless records are chunks
     * @param deadLetters null unless bad records go there
     * @param clock milliseconds since 1970
     * @param charset of text
     */
    SourceRecords(
            RecordsConfig config,
            RecordValues values,
            RecordFiles files,
            ChunkRecords chunks,
            DeadLetters deadLetters,
            Markers markers,
            SourceMetrics metrics,
            LongSupplier clock,
            Charset charset) {
        this.config = config;
        this.values = values;
        this.files = files;
        this.chunks = chunks;
        this.deadLetters = deadLetters;
        this.markers = markers;
        this.metrics = metrics;
        this.clock = clock;
        this.charset = charset;
    }

    @Override
    public void turn(FileView file, ByteBuffer prologue) {
        values.learn(prologue);
        if (chunks != null) {
            chunks.learn(prologue);
        }
    }

    @Override
    public FileRecord record(byte[] bytes, int from, int to, long position, FramePoint point)
            throws UnfitFrameException {
        RecordFiles.Target target = files.targetOf(point.file());
        Object value = values.make(bytes, from, to, position);
        String fault = value == null ? values.fault() : null;
        if (value == null && fault == null) {
            return null;
        }
        if (value != null && values.hasTime() && values.millis() < 0) {
            fault = "its time is before 1970, which no record in Kafka can have";
        }
        if (fault != null) {
            metrics.bad(point.file(), position, fault);
            return unusable(bytes, from, to, position, fault, point);
        }
        Iterable<Header> headers = chunks == null ? null : chunks.headers(to - from, position, point);
        Schema keySchema = config.key() == RecordsConfig.Key.COLUMN ? values.keySchema() : target.keySchema();
        Object key = config.key() == RecordsConfig.Key.COLUMN ? values.key(value) : target.key();
        FileRecord.Content content = new FileRecord.Content(
                target.topic(), keySchema, key, values.schema(), value, timestamp(value, bytes, from, to, point));
        return new FileRecord(FileRecord.Kind.CONTENT, target.partition(), point, content, headers);
    }

    @Override
    public FileRecord bad(byte[] bytes, int from, int to, long position, Reason reason, FramePoint point)
            throws UnfitFrameException {
        if (reason.kind() == Reason.Kind.TOO_LONG && config.bad() == RecordsConfig.Bad.FAIL) {
            // Whoever wants it to fail says so where it is found to be too long: over.long.
            return null;
        }
        return unusable(bytes, from, to, position, reason.text(), point);
    }

    @Override
    public FileRecord marker(StateKey key, FileState state) {
        return markers.of(key, state);
    }

    @Override
    public FileRecord marker(String inode, String family) {
        return markers.of(inode, family);
    }

    @Override
    public FileRecord marker(String family, List<String> members) {
        return markers.of(family, members);
    }

    private FileRecord unusable(byte[] bytes, int from, int to, long position, String reason, FramePoint point)
            throws UnfitFrameException {
        return switch (config.bad()) {
            case FAIL ->
                throw new UnfitFrameException("at byte " + position + ": " + reason
                        + "; correct the file, or set bad.records to skip or dead-letter");
            case SKIP -> null;
            case DEAD_LETTER -> {
                metrics.deadLetter();
                yield deadLetters.record(
                        bytes,
                        from,
                        to,
                        position,
                        reason,
                        files.targetOf(point.file()).partition(),
                        point);
            }
        };
    }

    private Long timestamp(Object value, byte[] bytes, int from, int to, FramePoint point) {
        return switch (config.timestamp()) {
            case NONE -> null;
            case INGEST -> clock.getAsLong();
            case MODIFIED -> Math.max(0, point.file().found().stat().modified().toEpochMilli());
            case COLUMN -> values.hasTime() ? values.millis() : missingTime();
            case PATTERN -> {
                OptionalLong found = config.time().millisIn(textOf(value, bytes, from, to));
                yield found.isPresent() ? (Long) found.getAsLong() : missingTime();
            }
        };
    }

    private String textOf(Object value, byte[] bytes, int from, int to) {
        return value instanceof String text ? text : new String(bytes, from, to - from, charset);
    }

    private Long missingTime() {
        metrics.timeMissing();
        return clock.getAsLong();
    }
}
