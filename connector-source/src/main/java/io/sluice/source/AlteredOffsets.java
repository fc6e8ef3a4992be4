package io.sluice.source;

import io.sluice.source.scan.ScanRoot;
import io.sluice.source.tail.FileState;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;

/** Checks the positions that somebody sets by hand, before Connect stores them. */
final class AlteredOffsets {

    /** The inode, and behind a second colon the generation, of a content that is not in its file any more. */
    private static final Pattern INODE = Pattern.compile("-?\\d{1,19}(:\\d{1,10})?");

    private static final Set<String> ENTRIES = Set.of(
            "position", "id", "path", "generation", "frames", "phase", "size", "modified", "head", "tail", "prefix");

    private final Set<String> roots;

    AlteredOffsets(Map<String, String> properties) {
        roots = SourceConfig.of(properties).files().roots().stream()
                .map(ScanRoot::id)
                .collect(Collectors.toSet());
    }

    /** @throws ConnectException saying which file's offset is wrong, and how it must look */
    void check(Map<Map<String, ?>, Map<String, ?>> offsets) {
        offsets.forEach((partition, offset) -> {
            // What is only forgotten may be of any time and any root.
            if (offset == null) {
                return;
            }
            if (isFamily(partition)) {
                checkMembers(partition, offset);
            } else {
                checkState(checkedKey(partition), offset);
            }
        });
    }

    private static boolean isFamily(Map<String, ?> partition) {
        return partition != null && partition.keySet().equals(Set.of(StoredFiles.FAMILY));
    }

    private static void checkMembers(Map<String, ?> partition, Map<String, ?> offset) {
        if (!offset.keySet().equals(Set.of(StoredFiles.MEMBERS))
                || !(offset.get(StoredFiles.MEMBERS) instanceof String)) {
            throw new ConnectException("The offset of " + partition + " is " + offset + ": it must be {\""
                    + StoredFiles.MEMBERS + "\": \"root:inode,root:inode\"}, or null");
        }
    }

    private String checkedKey(Map<String, ?> partition) {
        if (partition == null
                || !partition.keySet().equals(Set.of(StoredFiles.FILE))
                || !(partition.get(StoredFiles.FILE) instanceof String key)) {
            throw new ConnectException("The partition " + partition + " is none of this connector: it must be {\""
                    + StoredFiles.FILE + "\": \"root:inode\"}, as the offsets REST call shows it");
        }
        int colon = key.indexOf(':');
        if (colon < 0 || !INODE.matcher(key.substring(colon + 1)).matches()) {
            throw new ConnectException(
                    "The file '" + key
                            + "' is none: it must be the root's id, a colon and the file's inode number (ls -i), as in logs:1234567");
        }
        if (!roots.contains(key.substring(0, colon))) {
            throw new ConnectException("The file '" + key + "' is in no root: roots has the ids "
                    + String.join(", ", new TreeSet<>(roots)));
        }
        return key;
    }

    private static void checkState(String key, Map<String, ?> offset) {
        Set<String> unknown = new TreeSet<>(offset.keySet());
        unknown.removeAll(ENTRIES);
        if (!unknown.isEmpty()) {
            throw new ConnectException("The offset of file '" + key + "' holds " + String.join(", ", unknown)
                    + ": nothing but " + String.join(", ", new TreeSet<>(ENTRIES))
                    + " may be in it, and position alone is enough");
        }
        try {
            FileState unused = FileState.fromMap(key, offset);
        } catch (IllegalArgumentException e) {
            throw new ConnectException("The offset of file '" + key + "' cannot be used: " + e.getMessage(), e);
        }
    }
}
