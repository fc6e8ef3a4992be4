package io.sluice.streams.engine;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys with windows that their inputs have passed and that wait for tasks upstream which are behind, by the time that those
 * must reach. Empty while nobody is behind. Owned by one task's thread.
 */
final class HeldKeys {
    private final TreeMap<Long, Set<Bytes>> byTime = new TreeMap<>();
    private final Map<Bytes, Long> times = new HashMap<>();

    /** The key waits until this time, and no more until another. */
    void hold(Bytes key, long until) {
        Long before = times.put(key, until);
        if (before != null) {
            if (before == until) {
                return;
            }
            forget(key, before);
        }
        byTime.computeIfAbsent(until, anew -> new LinkedHashSet<>()).add(key);
    }

    /** The key waits no more. */
    void release(Bytes key) {
        if (times.isEmpty()) {
            return;
        }
        Long before = times.remove(key);
        if (before != null) {
            forget(key, before);
        }
    }

    private void forget(Bytes key, long until) {
        Set<Bytes> keys = byTime.get(until);
        keys.remove(key);
        if (keys.isEmpty()) {
            byTime.remove(until);
        }
    }

    /** Takes out a key that waits until this time or an earlier one; null if there is none. */
    Bytes due(long time) {
        if (byTime.isEmpty() || byTime.firstKey() > time) {
            return null;
        }
        Bytes key = byTime.firstEntry().getValue().iterator().next();
        release(key);
        return key;
    }

    int size() {
        return times.size();
    }
}
