package io.sluice.source.tail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The contents of one log over time that are known now. Owned by the reader thread. */
final class Family<R> {

    final String name;

    /** Files that are followed under names of the family, at their places or open still. */
    final Set<Followed<R>> files = new LinkedHashSet<>();

    final List<Orphan> orphans = new ArrayList<>();

    /** The members as they were stored last. */
    private List<String> stored;

    Family(String name, List<String> stored) {
        this.name = name;
        this.stored = stored;
    }

    /** Takes in an orphan, unless its content is known to go on somewhere, or to have been read further. */
    boolean orphaned(Orphan orphan) {
        String id = orphan.state().id();
        for (Followed<R> file : files) {
            if (file.tailer.view().id().equals(id)
                    && !file.tailer.view().key().equals(orphan.view().key())) {
                return false;
            }
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

    /** The keys that the states of all contents are stored under. */
    List<String> members() {
        List<String> members = new ArrayList<>();
        files.forEach(file -> members.add(file.tailer.view().key()));
        orphans.forEach(orphan -> members.add(orphan.storedAs()));
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

    boolean isEmpty() {
        return files.isEmpty() && orphans.isEmpty();
    }
}
