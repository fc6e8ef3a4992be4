package io.sluice.source.tail;

import io.sluice.source.scan.FoundFile;
import io.sluice.source.tail.FileState.Phase;
import io.sluice.source.tail.TailSettings.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which files this task follows, of which families, and which inodes the last look has found. Owned by the reader thread. */
final class Inventory<R> {

    private final Tailing<?> shared;
    private final Families names;
    private final StateStore states;
    private final Ledger<R> ledger;
    private final Retirees<R> retirees;
    private final Map<String, Followed<R>> files = new LinkedHashMap<>();
    private final Map<String, Family<R>> families = new HashMap<>();

    /** Without those of {@link #others}. */
    private Set<String> present = Set.of();

    /** Files that cannot be told from others by their inodes: those of this look, and of the one before. */
    private Set<Path> alike = Set.of();

    private Set<Path> alikeTold = Set.of();

    /** Files that are another task's, which are told apart from the others. */
    private Map<String, FoundFile> others = Map.of();

    Inventory(Tailing<?> shared, Families names, StateStore states, Ledger<R> ledger, Retirees<R> retirees) {
        this.shared = shared;
        this.names = names;
        this.states = states;
        this.ledger = ledger;
        this.retirees = retirees;
    }

    /** Whether all files are where they were seen, each told from all others, and nothing is remembered beside them. */
    boolean isAtRest() {
        return alike.isEmpty()
                && families.values().stream().allMatch(Family::isAtRest)
                && files.values().stream().allMatch(file -> present.contains(file.inode()) && !file.hasVanished());
    }

    // ---- inodes

    void beginLook() {
        present = new HashSet<>();
        alikeTold = alike;
        alike = new HashSet<>();
    }

    /** Returns whether the file can be told from others: nothing of its inode was seen before in this look. */
    boolean saw(FoundFile found) {
        if (found.stat().inode() == 0) {
            tellLeftAlone(
                    found,
                    "its file system gives files no inode numbers, so it cannot be known again under another name, or from"
                            + " another one under this: move it to a file system that does");
            return false;
        }
        boolean firstOfInode = present.add(found.inodeKey());
        if (!firstOfInode) {
            tellDouble(found);
        }
        return firstOfInode;
    }

    void tellDouble(FoundFile found) {
        tellLeftAlone(
                found,
                "another file of root " + found.root().id()
                        + " has its inode number, on another file system: give each file system that is mounted below"
                        + " the root a root of its own");
    }

    /** Tells, once for as long as it is so, that a file cannot be told from others. */
    private void tellLeftAlone(FoundFile found, String why) {
        if (alike.add(found.path()) && !alikeTold.contains(found.path())) {
            shared.events().held(found, why);
        }
    }

    void sawOthers(Map<String, FoundFile> seen) {
        others = seen;
    }

    FoundFile other(String inode) {
        return others.get(inode);
    }

    Map<String, FoundFile> others() {
        return others;
    }

    /** Whether a file with the inode is there, whoever owns it. */
    boolean isPresent(String inode) {
        return present.contains(inode) || others.containsKey(inode);
    }

    // ---- files

    /** Null if nothing of the inode is followed. */
    Followed<R> file(String inode) {
        return files.get(inode);
    }

    Map<String, Followed<R>> byInode() {
        return files;
    }

    List<Followed<R>> files() {
        return List.copyOf(files.values());
    }

    boolean follows(Followed<R> file) {
        return files.get(file.inode()) == file;
    }

    /** Whether a file is followed whose state is stored so. */
    boolean follows(StateKey key) {
        Followed<R> file = files.get(key.inode());
        return file != null && file.key().equals(key);
    }

    void add(Followed<R> file) {
        files.put(file.inode(), file);
        family(file.key().family()).files.add(file);
    }

    void drop(Followed<R> file) {
        files.remove(file.inode());
        retirees.forget(file.inode());
        family(file.key().family()).files.remove(file);
    }

    /** The file has a name of another family: so it is stored under that. */
    void move(Followed<R> file, StateKey to) {
        family(file.key().family()).files.remove(file);
        file.tailer.storedAs(to);
        family(to.family()).files.add(file);
    }

    // ---- families

    Collection<Family<R>> families() {
        return families.values();
    }

    Family<R> family(String name) {
        return families.computeIfAbsent(name, unknown -> new Family<>(name, List.of()));
    }

    String familyOf(FoundFile found) {
        return names.of(found.root().id(), found.path());
    }

    StateKey keyOf(FoundFile found) {
        return StateKey.of(familyOf(found), found);
    }

    /**
     * Meets the families of this task that were not met since the start: of their stored members, those that are gone are orphans.
     *
     * @param named families, each with a file that stands for it in what is told
     * @param there of files that are to be followed
     */
    void meet(Map<String, FoundFile> named, Set<StateKey> there) {
        Map<String, FoundFile> unmet = new LinkedHashMap<>(named);
        unmet.keySet().removeIf(name -> families.containsKey(name) || !names.owns(name));
        if (shared.settings().mode() != Mode.TAIL || unmet.isEmpty()) {
            return;
        }
        long now = shared.vfs().nanoTime();
        Map<String, Family<R>> met = new LinkedHashMap<>();
        List<StateKey> gone = new ArrayList<>();
        states.members(unmet.keySet()).forEach((name, slots) -> {
            met.put(name, new Family<>(name, slots));
            slots.stream()
                    .map(slot -> new StateKey(name, slot))
                    .filter(key -> !there.contains(key) && !follows(key))
                    .forEach(gone::add);
        });
        states.load(gone).forEach((key, state) -> {
            Family<R> family = met.get(key.family());
            if (state.phase() == Phase.RELEASED || state.phase() == Phase.RELEASED_DONE) {
                family.released.put(key, now);
                return;
            }
            FileView view = new FileView(key, state.id(), state.generation(), unmet.get(key.family()));
            boolean unused = family.orphaned(new Orphan(view, state, state.fileBytes(), now));
        });
        // All of them or, where a state cannot be read, none: the next look asks again for what was not met.
        families.putAll(met);
    }

    /** Has the members of those families stored that have changed. */
    void storeMembers() {
        if (shared.settings().mode() != Mode.TAIL) {
            return;
        }
        long now = shared.vfs().nanoTime();
        for (Iterator<Family<R>> all = families.values().iterator(); all.hasNext(); ) {
            Family<R> family = all.next();
            List<String> members = family.takeChange();
            if (members != null) {
                ledger.members(family.name, members);
            }
            // What is stored may be older for a while, and would be met again.
            if (family.emptyFor(now).compareTo(shared.settings().rotationGrace()) >= 0) {
                all.remove();
            }
        }
    }

    // ---- contents that are gone

    /** Keeps a content that is not at its place any more where its family may find it. Returns whether it did. */
    boolean orphan(Orphan orphan) {
        return family(orphan.key().family()).orphaned(orphan);
    }

    /** The orphan that is stored under the key. */
    Optional<Orphan> orphanOf(StateKey key) {
        return family(key.family()).orphans.stream()
                .filter(orphan -> orphan.key().equals(key))
                .findFirst();
    }

    /** Keeps a content whose place another one of its family has: so it is stored under another key. */
    void orphanReplaced(Orphan orphan) {
        if (orphan.state().position() > 0 && orphan(orphan)) {
            ledger.store(orphan.key(), orphan.state());
        }
    }

    /**
     * A file is to be followed and stored under the key. If its content was thought to be gone, it is not; what else an orphan has
     * under the key goes elsewhere.
     */
    void clear(StateKey key, FileState followed) {
        Family<R> family = family(key.family());
        family.released.remove(key);
        family.orphans.removeIf(orphan -> orphan.state().id().equals(followed.id()));
        family.orphans.replaceAll(orphan -> {
            if (!orphan.key().equals(key)) {
                return orphan;
            }
            Orphan moved = orphan.withoutInode();
            ledger.store(moved.key(), moved.state());
            return moved;
        });
    }

    /** Nothing is to be stored of it any more. */
    void forget(StateKey key) {
        if (follows(key)) {
            return;
        }
        ledger.forget(key);
        String inode = key.inode();
        if (inode != null && !isPresent(inode)) {
            ledger.owner(inode, null);
        }
    }
}
