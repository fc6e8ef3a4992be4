package io.sluice.source.tail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The contents of one log over time that are known now. Owned by the reader thread. */
final class Family<R> {

    final String name;

    /** Files that are followed under names of the family, at their places or open still. */
    final Set<Followed<R>> files = new LinkedHashSet<>();

    final List<Orphan> orphans = new ArrayList<>();

    /** States of files that were released to another task, which has not taken them yet as far as is known; and since when. */
    final Map<StateKey, Long> released = new LinkedHashMap<>();

    /** The members as they were stored last. */
    private List<String> stored;

    /** Whether something of it was known before the start. */
    final boolean known;

    /** By the clock for spans; -1 while there is something. */
    private long emptySince = -1;

    Family(String name, List<String> stored) {
        this.name = name;
        this.stored = stored;
        this.known = !stored.isEmpty();
    }

    /** Takes in an orphan, unless its content is known to go on somewhere, or to have been read further. */
    boolean orphaned(Orphan orphan) {
        String id = orphan.state().id();
        if (files.stream().anyMatch(file -> file.tailer.view().id().equals(id))) {
            return false;
        }
        for (Orphan other : orphans) {
            if (other.state().id().equals(id)
                    && other.state().position() >= orphan.state().position()) {
                return false;
            }
        }
        orphans.removeIf(other -> other.state().id().equals(id));
        return orphans.add(orphan);
    }

    /** Whether one of the contents is called so. */
    boolean knows(String id) {
        return files.stream().anyMatch(file -> file.tailer.view().id().equals(id))
                || orphans.stream().anyMatch(orphan -> orphan.state().id().equals(id));
    }

    /** The slots of all contents' states. */
    private List<String> members() {
        List<String> members = new ArrayList<>();
        files.forEach(file -> members.add(file.key().slot()));
        orphans.forEach(orphan -> members.add(orphan.key().slot()));
        released.keySet().forEach(key -> members.add(key.slot()));
        return members;
    }

    /** Returns the members to be stored, or null if they are. */
    List<String> takeChange() {
        List<String> now = members();
        if (now.equals(stored)) {
            return null;
        }
        stored = now;
        return now;
    }

    /** Whether it has files, and nothing else. */
    boolean isAtRest() {
        return !files.isEmpty() && orphans.isEmpty() && released.isEmpty();
    }

    /** For how long there has been nothing of it, as far as this was asked. */
    Duration emptyFor(long now) {
        if (!files.isEmpty() || !orphans.isEmpty() || !released.isEmpty()) {
            emptySince = -1;
            return Duration.ZERO;
        }
        emptySince = emptySince < 0 ? now : emptySince;
        return Duration.ofNanos(now - emptySince);
    }
}
