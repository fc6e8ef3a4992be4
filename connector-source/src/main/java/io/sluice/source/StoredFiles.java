package io.sluice.source;

import io.sluice.source.tail.FileState;
import io.sluice.source.tail.StateKey;
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

    /** The one field of a source partition: what the state of a content is stored under. */
    static final String FILE = "file";

    /** Or, of another kind of partition: the name of a family of files, as rotation makes them. */
    static final String FAMILY = "family";

    /** What is stored of a family: the slots of its contents, divided by commas. */
    static final String MEMBERS = "members";

    /** Or, of a third kind: a file under all its names, of which is stored the {@link #FAMILY} that it was followed in last. */
    static final String INODE = "inode";

    /** So that one question does not make a list of a million answers. */
    private static final int MOST_AT_ONCE = 10_000;

    private final OffsetStorageReader offsets;

    StoredFiles(OffsetStorageReader offsets) {
        this.offsets = offsets;
    }

    static Map<String, String> partition(StateKey key) {
        return Map.of(FILE, key.toString());
    }

    static Map<String, String> familyPartition(String family) {
        return Map.of(FAMILY, family);
    }

    static Map<String, String> inodePartition(String inode) {
        return Map.of(INODE, inode);
    }

    /** As Connect stores it, which knows no lists; null for no members. */
    static Map<String, String> members(List<String> slots) {
        return slots.isEmpty() ? null : Map.of(MEMBERS, String.join(",", slots));
    }

    static Map<String, String> owner(String family) {
        return family == null ? null : Map.of(FAMILY, family);
    }

    @Override
    public Map<StateKey, FileState> load(Collection<StateKey> keys) {
        Map<StateKey, FileState> found = new HashMap<>();
        ask(FILE, keys.stream().map(StateKey::toString).toList(), (text, offset) -> {
            StateKey key = StateKey.parse(text);
            found.put(key, state(key, offset));
        });
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

    @Override
    public Map<String, String> owners(Collection<String> inodes) {
        Map<String, String> found = new HashMap<>();
        ask(INODE, inodes, (inode, offset) -> {
            if (offset.get(FAMILY) != null) {
                found.put(inode, offset.get(FAMILY).toString());
            }
        });
        return found;
    }

    private void ask(String field, Collection<String> keys, BiConsumer<String, Map<String, Object>> answers) {
        if (keys.isEmpty()) {
            return;
        }
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

    private static FileState state(StateKey key, Map<String, Object> offset) {
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
