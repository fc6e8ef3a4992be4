package io.sluice.source.tail;

import io.sluice.source.scan.FoundFile;
import io.sluice.source.tail.FileState.Phase;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of files that are not followed: stored, or not stored yet. Owned by the reader thread. */
final class KnownStates<R> {

    /**
     * What is known of a file.
     *
     * @param state under its own key; null if nothing is
     * @param owner the family under whose name the inode was followed last; null if none
     * @param elsewhere what is stored under that family, if it is another one; else null
     */
    record Stored(FileState state, String owner, FileState elsewhere) {}

    /** A content of which nothing was read, and what that is stored under. */
    private record Unread(StateKey key, FileState state) {}

    private final StateStore states;
    private final Inventory<R> inventory;
    private final Retirees<R> retirees;

    /** Contents that took the place of others in their files, and of which is not known yet whether they go on with any. */
    private final Map<String, Unread> unread = new HashMap<>();

    KnownStates(StateStore states, Inventory<R> inventory, Retirees<R> retirees) {
        this.states = states;
        this.inventory = inventory;
        this.retirees = retirees;
    }

    /** Other content took the place of what was followed. */
    void replaced(StateKey key, FileState state) {
        unread.put(key.inode(), new Unread(key, state));
    }

    void isFollowed(FoundFile found) {
        unread.remove(found.inodeKey());
    }

    /** Contents that were not followed after all, and whose files are not there any more, or have another name. */
    void forgetAllBut(Map<String, FoundFile> fresh) {
        for (Iterator<Unread> all = unread.values().iterator(); all.hasNext(); ) {
            StateKey key = all.next().key();
            FoundFile found = fresh.get(key.inode());
            if (found == null || !inventory.keyOf(found).equals(key)) {
                all.remove();
                inventory.forget(key);
            }
        }
    }

    /** What is known of each file, by inode. */
    Map<String, Stored> of(Map<String, FoundFile> fresh) {
        Map<String, StateKey> keys = new LinkedHashMap<>();
        fresh.forEach((inode, found) -> keys.put(inode, inventory.keyOf(found)));
        Map<StateKey, FileState> own = states.load(keys.values());
        Map<String, String> owners = states.owners(keys.keySet());
        Map<String, StateKey> others = new LinkedHashMap<>();
        keys.forEach((inode, key) -> {
            String owner = owners.get(inode);
            if (owner != null && !owner.equals(key.family())) {
                others.put(inode, new StateKey(owner, key.slot()));
            }
        });
        Map<StateKey, FileState> elsewhere = states.load(others.values());
        Map<String, Stored> stored = new HashMap<>();
        keys.forEach((inode, key) -> {
            FileState state = latest(fresh.get(inode), key, own.get(key));
            StateKey other = others.get(inode);
            stored.put(inode, new Stored(state, owners.get(inode), other == null ? null : elsewhere.get(other)));
        });
        return stored;
    }

    /** What is known here and perhaps not stored yet, or what is stored. */
    private FileState latest(FoundFile found, StateKey key, FileState stored) {
        Unread asked = unread.get(found.inodeKey());
        if (asked != null && asked.key().equals(key)) {
            return asked.state();
        }
        FileState retired = retirees.past(key);
        FileState state = retired == null ? stored : retired;
        if (state != null && state.phase() == Phase.RETIRED && !state.isStillAt(found)) {
            // The inode was given to another file, which may begin as the old one did.
            return unread(key, state.generation() + 1, found);
        }
        return state;
    }

    /** Of a content that was never seen. */
    FileState unread(StateKey key, int generation, FoundFile found) {
        Family<R> family = inventory.family(key.family());
        FileView view = FileView.ofNewContent(key, generation, found);
        while (family.knows(view.id())) {
            view = FileView.ofNewContent(key, view.generation() + 1, found);
        }
        return FileState.unread(view);
    }
}
