package io.sluice.source;

import io.sluice.source.scan.RotationFamily;
import io.sluice.source.scan.ScanRoot;
import io.sluice.source.tail.FileState;
import io.sluice.source.tail.StateKey;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;

/** Checks the positions that somebody sets by hand, before Connect stores them. */
final class AlteredOffsets {

    private static final Pattern INODE = Pattern.compile("-?\\d{1,19}");

    /** The id of a content that is not in its file any more. */
    private static final Pattern ID = Pattern.compile("[^:,#]+:-?\\d{1,19}(:-?\\d{1,19}){0,2}");

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
                checkText(partition, offset, StoredFiles.MEMBERS, "inode,inode");
            } else if (isInode(partition)) {
                checkText(partition, offset, StoredFiles.FAMILY, "root:/directory/name");
            } else {
                checkState(checkedKey(partition), offset);
            }
        });
    }

    private static boolean isFamily(Map<String, ?> partition) {
        return partition != null && partition.keySet().equals(Set.of(StoredFiles.FAMILY));
    }

    private static boolean isInode(Map<String, ?> partition) {
        return partition != null && partition.keySet().equals(Set.of(StoredFiles.INODE));
    }

    private static void checkText(Map<String, ?> partition, Map<String, ?> offset, String entry, String example) {
        if (!offset.keySet().equals(Set.of(entry)) || !(offset.get(entry) instanceof String)) {
            throw new ConnectException("The offset of " + partition + " is " + offset + ": it must be {\"" + entry
                    + "\": \"" + example + "\"}, or null");
        }
    }

    private StateKey checkedKey(Map<String, ?> partition) {
        if (partition == null
                || !partition.keySet().equals(Set.of(StoredFiles.FILE))
                || !(partition.get(StoredFiles.FILE) instanceof String text)) {
            throw new ConnectException("The partition " + partition + " is none of this connector: it must be {\""
                    + StoredFiles.FILE + "\": \"root:/directory/name#inode\"}, as the offsets REST call shows it");
        }
        StateKey key;
        RotationFamily family;
        try {
            key = StateKey.parse(text);
            family = RotationFamily.parse(key.family());
        } catch (IllegalArgumentException e) {
            throw new ConnectException("The file is none: " + e.getMessage(), e);
        }
        if (!INODE.matcher(key.slot()).matches() && !ID.matcher(key.slot()).matches()) {
            throw new ConnectException(
                    "The file '" + text + "' is none: behind the number sign must be its inode number"
                            + " (ls -i), as in logs:/dir/app.log#1234567");
        }
        if (!roots.contains(family.rootId())) {
            throw new ConnectException("The file '" + text + "' is in no root: roots has the ids "
                    + String.join(", ", new TreeSet<>(roots)));
        }
        return key;
    }

    private static void checkState(StateKey key, Map<String, ?> offset) {
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
