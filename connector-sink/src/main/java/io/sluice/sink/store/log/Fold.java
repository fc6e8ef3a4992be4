package io.sluice.sink.store.log;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a run of changes comes to: the files they added and did not remove, and the files of before that they removed. As a
 * name is used once, the outcome does not depend on the order in which different logs are folded. One thread at a time.
 */
public final class Fold {
    private final NavigableMap<String, KeyFold> keys = new TreeMap<>();

    /** One key; public for whoever shows it. */
    public static final class KeyFold {
        private KeyInfo info;
        private final Map<String, DataFile> files = new LinkedHashMap<>();
        private final Set<String> removed = new HashSet<>();

        /** Null if nothing was said. */
        public KeyInfo info() {
            return info;
        }

        public List<DataFile> files() {
            return List.copyOf(files.values());
        }

        /** Whether the key has files. */
        public boolean isLive() {
            return !files.isEmpty();
        }

        private void apply(Change change) {
            if (change.info() != null
                    && (info == null || !change.info().updated().isBefore(info.updated()))) {
                info = change.info();
            }
            for (String name : change.removed()) {
                if (files.remove(name) == null) {
                    removed.add(name);
                }
            }
            for (DataFile file : change.added()) {
                if (!removed.remove(file.name())) {
                    files.put(file.name(), file);
                }
            }
        }
    }

    public void apply(List<Change> changes) {
        for (Change change : changes) {
            keys.computeIfAbsent(change.key(), key -> new KeyFold()).apply(change);
        }
    }

    /** By key; the caller does not change it. */
    public NavigableMap<String, KeyFold> keys() {
        return keys;
    }

    /** The same as changes, one for each key. */
    public List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        keys.forEach((key, fold) -> changes.add(new Change(
                key, fold.info, fold.files(), fold.removed.stream().sorted().toList())));
        return changes;
    }
}
