package io.sluice.source;

import io.sluice.io.vfs.Vfs;
import io.sluice.record.ChunkHeaders;
import io.sluice.source.tail.RecordMaker;
import org.apache.kafka.connect.data.Schema;

/** Puts together what makes the records that a configuration asks for. */
final class MadeRecords {

    private MadeRecords() {}

    static RecordMaker<FileRecord> of(SourceConfig config, SourceMetrics metrics, Vfs vfs, FoundNames names) {
        RecordsConfig records = config.records();
        boolean text = !config.framing().kind().isChunks()
                && !config.rows().areStructs()
                && records.value() == RecordsConfig.Form.STRING;
        return new SourceRecords(
                records,
                values(config, text),
                new RecordFiles(records.topic(), records.key(), names),
                chunks(config.framing()),
                records.deadLetterTopic() == null
                        ? null
                        : new DeadLetters(
                                records.deadLetterTopic(),
                                text ? config.framing().charset() : null),
                new Markers(records.topic(), config.delivery().stateTopic(), names),
                metrics,
                () -> vfs.now().toEpochMilli(),
                config.framing().charset());
    }

    private static RecordValues values(SourceConfig config, boolean text) {
        if (text) {
            return new TextValues(config.framing().charset());
        }
        RowsConfig rows = config.rows();
        if (!rows.areStructs()) {
            return new ByteValues();
        }
        Schema schema = StructSchema.of(rows.schema(), rows.schemaName());
        return new RowValues(
                rows.decoder(),
                rows.areNamedByHeaders(),
                schema,
                config.records().keyColumn(),
                config.records().timeColumn());
    }

    private static ChunkRecords chunks(FramingConfig framing) {
        return switch (framing.kind()) {
            case BYTES -> new ChunkRecords(ChunkHeaders.Framing.BYTES);
            case LINE_CHUNKS -> new ChunkRecords(ChunkHeaders.Framing.LINES);
            case LINES, CSV, JSON, MULTILINE, WHOLE_FILE -> null;
        };
    }
}
