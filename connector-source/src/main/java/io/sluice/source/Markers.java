package io.sluice.source;

import io.sluice.source.tail.FileState;
import io.sluice.source.tail.StateKey;
import java.util.List;
import java.util.Map;

/**
 * Makes records that only carry what is to be stored, with a key and no value. They need a topic like all others, although
 * nobody sees them where they are aborted: the one of the file's content, so that none comes into being for them. Owned by the
 * reader thread.
 */
final class Markers {

    private final TopicTemplate template;
    private final FoundNames names;
    private final String fixed;

    /** Of the last marker, for one that says only that something is over. */
    private String last;

    /** @param fixed the topic for all of them, or null */
    Markers(TopicTemplate template, String fixed, FoundNames names) {
        this.template = template;
        this.fixed = fixed;
        this.names = names;
    }

    FileRecord of(StateKey key, FileState state) {
        note(names.ofFamily(key.family()));
        return record(StoredFiles.partition(key), state == null ? null : state.toMap(), key.toString());
    }

    FileRecord of(String family, List<String> members) {
        note(names.ofFamily(family));
        return record(StoredFiles.familyPartition(family), StoredFiles.members(members), family);
    }

    FileRecord of(String inode, String family) {
        if (family != null) {
            note(names.ofFamily(family));
        }
        return record(StoredFiles.inodePartition(inode), StoredFiles.owner(family), inode);
    }

    private void note(TopicTemplate.FileNames file) {
        try {
            last = template.topicOf(file);
        } catch (IllegalArgumentException e) {
            // Its own records will say so; any topic does for this one.
        }
    }

    private FileRecord record(Map<String, String> partition, Map<String, ?> offset, String key) {
        String topic = fixed == null ? last : fixed;
        return topic == null ? null : FileRecord.marker(partition, offset, topic, key);
    }
}
