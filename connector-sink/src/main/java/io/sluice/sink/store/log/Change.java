package io.sluice.sink.store.log;

import io.sluice.sink.store.targets.ObjectNames;
import java.util.List;

/**
 * What happened to one key.
 *
 * @param info null if nothing is said about it
 * @param added files that count from now on
 * @param removed names of files that count no longer
 */
public record Change(String key, KeyInfo info, List<DataFile> added, List<String> removed) {
    public Change {
        added = added == null ? List.of() : List.copyOf(added);
        removed = removed == null ? List.of() : List.copyOf(removed);
        removed.forEach(Change::requireFile);
    }

    /** Refuses a name that is not one of a file with rows: whoever publishes moves and removes what entries name. */
    static void requireFile(String name) {
        ObjectNames.require(name);
        for (String segment : name.split("/")) {
            if (segment.startsWith("_") || segment.startsWith(".")) {
                throw new IllegalArgumentException(
                        "file is '" + name + "', but no part of it may begin with '_' or '.'");
            }
        }
        if (!name.endsWith(DataFile.SUFFIX)) {
            throw new IllegalArgumentException("file is '" + name + "', but must end with " + DataFile.SUFFIX);
        }
    }
}
