package io.sluice.source;

import io.sluice.source.tail.FileState;
import io.sluice.source.tail.StateStore;
import io.sluice.source.tail.StatesUnavailableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** The states of files as Connect keeps them: read on the reader thread, many at once. */
final class StoredFiles implements StateStore {

    /** The one field of a source partition: what the file is under all its names. */
    static final String FILE = "file";

    /** Or, of another kind of partition: the name of a family of files, as rotation makes them. */
    static final String FAMILY = "family";

    /** What is stored of a family: the keys of its files, divided by commas. */
    static final String MEMBERS = "members";

    /** So that one question does not make a list of a million answers. */
    private static final int MOST_AT_ONCE = 10_000;

    private final OffsetStorageReader offsets;

    StoredFiles(OffsetStorageReader offsets) {
        this.offsets = offsets;
    }

    static Map<String, String> partition(String fileKey) {
        return Map.of(FILE, fileKey);
    }

    static Map<String, String> familyPartition(String family) {
        return Map.of(FAMILY, family);
    }

    /** As Connect stores it, which knows no lists; null for no members. */
    static Map<String, String> members(List<String> keys) {
        return keys.isEmpty() ? null : Map.of(MEMBERS, String.join(",", keys));
    }

    @Override
    public Map<String, FileState> load(Collection<String> keys) {
        Map<String, FileState> found = new HashMap<>();
        ask(FILE, keys, (key, offset) -> found.put(key, state(key, offset)));
        return found;
    }

    @Override
    public Map<String, List<String>> members(Collection<String> families) {
        Map<String, List<String>> found = new HashMap<>();
        ask(FAMILY, families, (family, offset) -> {
            Object members = offset.get(MEMBERS);
            if (members != null && !members.toString().isEmpty()) {
                found.put(family, List.of(members.toString().split(",")));
            }
        });
        return found;
    }

    private void ask(String field, Collection<String> keys, BiConsumer<String, Map<String, Object>> answers) {
        List<Map<String, String>> partitions =
                keys.stream().map(key -> Map.of(field, key)).toList();
        for (int from = 0; from < partitions.size(); from += MOST_AT_ONCE) {
            List<Map<String, String>> some = partitions.subList(from, Math.min(partitions.size(), from + MOST_AT_ONCE));
            read(some).forEach((partition, offset) -> {
                if (offset != null) {
                    answers.accept(partition.get(field), offset);
                }
            });
        }
    }

    private Map<Map<String, String>, Map<String, Object>> read(List<Map<String, String>> partitions) {
        try {
            return offsets.offsets(partitions);
        } catch (ConnectException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StatesUnavailableException(
                    "the stored offsets of " + partitions.size() + " files, such as " + partitions.get(0)
                            + ", cannot be read from the connector's offsets topic: " + cause.getMessage(),
                    e);
        }
    }

    private static FileState state(String key, Map<String, Object> offset) {
        try {
            return FileState.fromMap(key, offset);
        } catch (IllegalArgumentException e) {
            throw new ConnectException(
                    "the stored offset of file " + key + " cannot be read: " + e.getMessage()
                            + "; stop the connector and set or remove it with the offsets REST call",
                    e);
        }
    }
}
