package io.sluice.source.tail;

import io.sluice.source.scan.FoundFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets go of files whose names are other tasks' now. The state of such a file says that it is released; whoever owns the new
 * name takes it over from there, and says so under the inode, after which it is forgotten here. Owned by the reader thread.
 */
final class Releases<R> {

    private final Tailing<R> shared;
    private final Families names;
    private final StateStore states;
    private final Inventory<R> inventory;
    private final Ledger<R> ledger;
    private final Newcomers newcomers;
    private final Census.Turns<R> turns;

    /** Files of other tasks that were looked up. */
    private final Set<String> strangers = new HashSet<>();

    /** Whether the last look has found nothing to let go of. */
    private boolean none;

    /** The list that the files of other tasks were told in; null if some of them could not be looked into. */
    private List<FoundFile> told = List.of();

    Releases(
            Tailing<R> shared,
            Families names,
            StateStore states,
            Inventory<R> inventory,
            Ledger<R> ledger,
            Census.Turns<R> turns) {
        this.shared = shared;
        this.names = names;
        this.states = states;
        this.inventory = inventory;
        this.ledger = ledger;
        this.newcomers = new Newcomers(shared);
        this.turns = turns;
    }

    /**
     * @param foreign files that were found among this task's, by inode
     * @param others files that are other tasks': the same list as last time if nothing has changed, as mostly
     * @param there what this task's files are stored under that are not followed yet
     */
    @SuppressWarnings("ReferenceEquality")
    void look(Map<String, FoundFile> foreign, List<FoundFile> others, Set<StateKey> there) {
        boolean othersMet = others != told;
        boolean allKnown = true;
        none = true;
        if (othersMet) {
            Map<String, FoundFile> met = new LinkedHashMap<>();
            others.forEach(found -> met.putIfAbsent(found.inodeKey(), found));
            inventory.sawOthers(met);
        }
        for (Followed<R> file : inventory.files()) {
            FoundFile found = foreign.getOrDefault(file.inode(), inventory.other(file.inode()));
            if (found == null) {
                continue;
            }
            none = false;
            if (isOnAnotherDevice(file, found)) {
                inventory.tellDouble(found);
            } else {
                release(file, found);
            }
        }
        if (othersMet || !foreign.isEmpty()) {
            Map<String, FoundFile> all = new LinkedHashMap<>(foreign);
            all.putAll(inventory.others());
            allKnown = releaseFormer(all, there);
        }
        forgetTaken();
        // Not before that has succeeded.
        told = allKnown ? others : null;
    }

    /** Whether there was nothing to let go of, and it is known of all files of others that there is not. */
    boolean areNone() {
        return none && told != null;
    }

    /** So that it has nothing but the inode's number in common with the file. */
    private static <R> boolean isOnAnotherDevice(Followed<R> file, FoundFile found) {
        return file.tailer.view().found().stat().device() != found.stat().device();
    }

    private void release(Followed<R> file, FoundFile found) {
        boolean holds;
        try {
            // While it is open nobody else is given its inode.
            holds = file.tailer.isOpen() || newcomers.holds(found, file.tailer.state());
        } catch (IOException e) {
            // Whoever owns the new name cannot read it either.
            return;
        }
        turns.never(file);
        file.stop();
        file.tailer.close();
        if (!file.tailer.hasNothingOutstanding()) {
            return;
        }
        StateKey key = file.key();
        inventory.drop(file);
        if (holds) {
            shared.events().released(file.tailer.view(), file.tailer.position());
            ledger.store(key, file.tailer.state().released(found.path().toString()));
            inventory.family(key.family()).released.put(key, shared.vfs().nanoTime());
        } else {
            boolean unused = inventory.orphan(file.tailer.orphan());
        }
        strangers.add(found.inodeKey());
    }

    /** Lets go of those, too, that this task had before a restart. Returns whether it is known of all what they are. */
    private boolean releaseFormer(Map<String, FoundFile> foreign, Set<StateKey> there) {
        Set<String> unknown = new LinkedHashSet<>(foreign.keySet());
        boolean allKnown = true;
        unknown.removeAll(strangers);
        unknown.removeIf(inode -> inventory.file(inode) != null);
        if (!unknown.isEmpty()) {
            Map<StateKey, FoundFile> former = new LinkedHashMap<>();
            Map<String, FoundFile> named = new LinkedHashMap<>();
            states.owners(unknown).forEach((inode, family) -> {
                if (names.owns(family)) {
                    former.put(StateKey.of(family, foreign.get(inode)), foreign.get(inode));
                    named.putIfAbsent(family, foreign.get(inode));
                }
            });
            if (!former.isEmpty()) {
                Map<StateKey, FileState> stored = states.load(former.keySet());
                inventory.meet(named, there);
                for (Map.Entry<StateKey, FileState> one : stored.entrySet()) {
                    StateKey key = one.getKey();
                    if (!releaseFormer(key, one.getValue(), former.get(key))) {
                        unknown.remove(key.inode());
                        allKnown = false;
                    }
                }
            }
        }
        strangers.addAll(unknown);
        strangers.retainAll(foreign.keySet());
        return allKnown;
    }

    /** Returns whether it is known what it is. */
    private boolean releaseFormer(StateKey key, FileState state, FoundFile found) {
        try {
            if (!state.isFree() && newcomers.holds(found, state)) {
                Family<R> family = inventory.family(key.family());
                family.orphans.removeIf(orphan -> orphan.key().equals(key));
                family.released.put(key, shared.vfs().nanoTime());
                ledger.store(key, state.released(found.path().toString()));
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void forgetTaken() {
        List<StateKey> released = new ArrayList<>();
        inventory.families().forEach(family -> released.addAll(family.released.keySet()));
        if (released.isEmpty()) {
            return;
        }
        Map<String, String> owners =
                states.owners(released.stream().map(StateKey::inode).toList());
        long now = shared.vfs().nanoTime();
        for (StateKey key : released) {
            Family<R> family = inventory.family(key.family());
            String owner = owners.get(key.inode());
            boolean taken = owner != null && !owner.equals(key.family());
            if (inventory.isPresent(key.inode())) {
                family.released.put(key, now);
            }
            Duration gone = Duration.ofNanos(now - family.released.get(key));
            if (taken) {
                family.released.remove(key);
                ledger.forget(key);
            } else if (gone.compareTo(shared.settings().rotationGrace()) >= 0) {
                family.released.remove(key);
                inventory.forget(key);
            }
        }
    }
}
