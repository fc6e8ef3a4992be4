package io.sluice.source;

import io.sluice.source.tail.FileView;
import io.sluice.source.tail.RecordMaker.UnfitFrameException;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/**
 * What all records of a file have in common, made once and not for each of them. Remembers the file of the last record only,
 * as a file has many in a row. Owned by the reader thread.
 */
final class RecordFiles {

    /** Where the records of a file go. */
    record Target(String topic, Map<String, String> partition, Schema keySchema, Object key) {}

    private final TopicTemplate topic;
    private final RecordsConfig.Key key;
    private final FoundNames names;
    private FileView file;
    private Target target;

    RecordFiles(TopicTemplate topic, RecordsConfig.Key key, FoundNames names) {
        this.topic = topic;
        this.key = key;
        this.names = names;
    }

    // For each record: comparing their paths would cost more than making the record.
    @SuppressWarnings("ReferenceEquality")
    Target targetOf(FileView view) throws UnfitFrameException {
        if (view != file) {
            target = made(view);
            file = view;
        }
        return target;
    }

    private Target made(FileView view) throws UnfitFrameException {
        String name;
        try {
            name = topic.topicOf(names.of(view.found().root(), view.found().path()));
        } catch (IllegalArgumentException e) {
            throw new UnfitFrameException(e.getMessage());
        }
        String keyText = switch (key) {
            case FILE_ID -> view.id();
            case PATH -> view.found().path().toString();
            case NONE, COLUMN -> null;
        };
        return new Target(
                name, StoredFiles.partition(view.key()), keyText == null ? null : Schema.STRING_SCHEMA, keyText);
    }
}
