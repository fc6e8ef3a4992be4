package io.sluice.source.tail;

import io.sluice.source.scan.FoundFile;
import io.sluice.source.tail.FileState.Phase;
import io.sluice.source.tail.Newcomers.Answer;
import io.sluice.source.tail.TailSettings.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Knows which files there are, which are this task's, what goes on with what, and what is gone. Owned by the reader thread.
 *
 * <p>What must be known after a restart although no record carries it travels as a marker, before the records that make it
 * necessary: who belongs to a family; how far a content was read whose inode now holds another one; that a file whose new name
 * is another task's is released to it.
 */
final class Census<R> {

    /** Gives files their turns. */
    interface Turns<R> {
        void soon(Followed<R> file);

        void never(Followed<R> file);
    }

    private final Tailing<R> shared;
    private final TailSettings settings;
    private final FileScan scan;
    private final Families names;
    private final StateStore states;
    private final Newcomers newcomers;
    private final Retirees<R> retirees;
    private final Turns<R> turns;

    private final Map<String, Followed<R>> files = new LinkedHashMap<>();
    private final Map<String, Family<R>> families = new HashMap<>();

    /** Newcomers that may be about to become a copy of something, and since when; files that another task is to release. */
    private final Map<String, Long> held = new HashMap<>();

    /** The inodes of the last look, but for those of {@link #others}. */
    private Set<String> present = Set.of();

    /** Files that are under names of other tasks, and the list that they were told in. */
    private Map<String, FoundFile> others = Map.of();

    private List<FoundFile> othersTold = List.of();

    /** Files of other tasks whose states were looked at. */
    private Set<String> strangers = new HashSet<>();

    private List<R> markers = new ArrayList<>();
    private boolean first = true;

    Census(Tailing<R> shared, FileScan scan, Families names, StateStore states, Turns<R> turns) {
        this.shared = shared;
        this.settings = shared.settings();
        this.scan = scan;
        this.names = names;
        this.states = states;
        this.newcomers = new Newcomers(shared);
        this.retirees = new Retirees<>(shared);
        this.turns = turns;
    }

    /** Looks at the directories. Returns the markers to be sent before anything that is read later. */
    List<R> look() {
        long now = shared.vfs().nanoTime();
        retirees.look(files, now).forEach(file -> retired(file, now));
        FileScan.Result result = scan.look();
        present = new HashSet<>();
        Map<String, FoundFile> fresh = new LinkedHashMap<>();
        Map<String, FoundFile> renamed = new LinkedHashMap<>();
        Map<String, FoundFile> foreign = new LinkedHashMap<>();
        for (FoundFile found : result.files()) {
            String key = found.inodeKey();
            if (!present.add(key) || retirees.isPast(key, found, now)) {
                continue;
            }
            // Whose a name is takes longer to find out than to remember.
            Followed<R> file = files.get(key);
            if (file != null && file.tailer.view().found().path().equals(found.path())) {
                changed(file, file.seen(found, now), now);
                continue;
            }
            String family = names.of(found.root().id(), found.path());
            if (!names.owns(family)) {
                foreign.put(key, found);
            } else if (file == null) {
                fresh.put(key, found);
            } else if (family.equals(file.family)) {
                changed(file, file.seen(found, now), now);
            } else {
                renamed.put(key, found);
            }
        }
        boolean othersMet = meetsOthers(result.others());
        if (othersMet) {
            foreign.putAll(others);
        }
        if (!renamed.isEmpty()) {
            meetFamilies(namesOf(renamed), own(foreign), now);
            renamed.forEach((key, found) -> renamed(files.get(key), found, now));
        }
        release(foreign);
        if (othersMet || !foreign.isEmpty()) {
            foreign.putAll(others);
            lookAtStrangers(foreign);
        }
        // Not before that has succeeded.
        othersTold = result.others();
        if (!fresh.isEmpty()) {
            admit(fresh, own(foreign), now);
        }
        held.keySet().retainAll(present);
        missing(result, now);
        families.values().forEach(this::giveWay);
        expire(now);
        storeMembers();
        first = false;
        return taken();
    }

    /** The keys of this task's files that are there. */
    private Set<String> own(Map<String, FoundFile> foreign) {
        Set<String> own = new HashSet<>(present);
        own.removeAll(foreign.keySet());
        own.addAll(files.keySet());
        return own;
    }

    /** Whether a file with the inode is there, whoever owns it. */
    private boolean isPresent(String key) {
        return present.contains(key) || others.containsKey(key);
    }

    /** After a turn: what it found replaced may go on elsewhere. Returns the markers to be sent before its next turn. */
    List<R> after(Followed<R> file) {
        Orphan replaced = file.tailer.takeReplaced();
        if (replaced == null) {
            if (file.tailer.isProven()) {
                leaveFamilyBefore(file);
            }
            return List.of();
        }
        // From now on the file stands for its new content, also after a restart.
        mark(file.tailer.view().key(), file.tailer.state());
        orphan(file, replaced);
        leaveFamilyBefore(file);
        storeMembers();
        return taken();
    }

    /** Keeps a content that is not in its file any more, where its family may find it, and not under the file's key. */
    private void orphan(Followed<R> file, Orphan replaced) {
        if (replaced.state().position() > 0 && family(file.familyOfContent()).orphaned(replaced)) {
            mark(replaced.storedAs(), replaced.state());
        }
    }

    private void leaveFamilyBefore(Followed<R> file) {
        if (file.familyBefore != null) {
            family(file.familyBefore).files.remove(file);
            file.familyBefore = null;
        }
    }

    private List<R> taken() {
        List<R> taken = markers;
        markers = new ArrayList<>();
        return taken;
    }

    private void mark(String key, FileState state) {
        R marker = shared.records().marker(key, state);
        if (marker != null) {
            markers.add(marker);
        }
    }

    private void storeMembers() {
        if (settings.mode() != Mode.TAIL) {
            return;
        }
        for (Iterator<Family<R>> all = families.values().iterator(); all.hasNext(); ) {
            Family<R> family = all.next();
            List<String> members = family.takeChange();
            if (members != null) {
                R marker = shared.records().marker(family.name, members);
                if (marker != null) {
                    markers.add(marker);
                }
            }
            if (family.isEmpty()) {
                all.remove();
            }
        }
    }

    // ---- files that are there

    /** Until it was looked into, it is of both: the content may be the old one's still, in a copy or compressed. */
    private void renamed(Followed<R> file, FoundFile found, long now) {
        String family = names.of(found.root().id(), found.path());
        if (file.familyBefore == null) {
            file.familyBefore = file.family;
        } else {
            family(file.family).files.remove(file);
        }
        file.family = family;
        if (family.equals(file.familyBefore)) {
            file.familyBefore = null;
        }
        family(family).files.add(file);
        changed(file, file.seen(found, now), now);
    }

    private void changed(Followed<R> file, boolean seenToChange, long now) {
        boolean changed = seenToChange || (file.familyBefore != null && !file.tailer.isDone());
        if (!changed) {
            leaveFamilyBefore(file);
        }
        if (settings.mode() == Mode.TAIL && !file.tailer.isDone()) {
            if (file.tailer.isCompressed()
                    && file.isStable(settings.stableFor(), now, shared.vfs().now())) {
                file.tailer.end();
                turns.soon(file);
            } else if (changed) {
                turns.soon(file);
            }
            return;
        }
        if (file.tailer.isDone()) {
            if (!changed) {
                return;
            }
            file.tailer.reopen();
        }
        if (file.isStable(settings.stableFor(), now, shared.vfs().now())) {
            file.tailer.end();
            turns.soon(file);
        }
    }

    private Family<R> family(String name) {
        return families.computeIfAbsent(name, unknown -> new Family<>(name, List.of()));
    }

    // ---- files of other tasks

    /** Returns whether other tasks have other files than at the last look. Mostly there are many, and the same. */
    @SuppressWarnings("ReferenceEquality")
    private boolean meetsOthers(List<FoundFile> told) {
        if (told == othersTold) {
            return false;
        }
        Map<String, FoundFile> met = new LinkedHashMap<>();
        told.forEach(found -> met.putIfAbsent(found.inodeKey(), found));
        others = met;
        return true;
    }

    /** Lets go of files whose new names are other tasks'. */
    private void release(Map<String, FoundFile> foreign) {
        for (Followed<R> file : List.copyOf(files.values())) {
            String key = file.tailer.view().key();
            FoundFile found = foreign.getOrDefault(key, others.get(key));
            if (found != null) {
                release(file, found);
            }
        }
    }

    /** Lets go of those, too, that this task had before a restart. */
    private void lookAtStrangers(Map<String, FoundFile> foreign) {
        Set<String> unknown = new LinkedHashSet<>(foreign.keySet());
        unknown.removeAll(strangers);
        unknown.removeAll(files.keySet());
        if (!unknown.isEmpty()) {
            states.load(unknown).forEach((key, state) -> {
                FoundFile found = foreign.get(key);
                if (!state.isFree() && owned(found, state)) {
                    mark(key, state.in(Phase.RELEASED, found.path().toString()));
                }
            });
        }
        strangers.addAll(unknown);
        strangers.retainAll(foreign.keySet());
    }

    private void release(Followed<R> file, FoundFile found) {
        String key = found.inodeKey();
        boolean holds;
        try {
            // While it is open nobody else is given its inode.
            holds = file.tailer.isOpen() || newcomers.holds(found, file.tailer.state());
        } catch (IOException e) {
            // Whoever owns the new name cannot read it either.
            return;
        }
        turns.never(file);
        file.tailer.close();
        if (!file.tailer.hasNothingOutstanding()) {
            return;
        }
        shared.events().released(file.tailer.view(), file.tailer.position());
        mark(key, file.tailer.state().in(Phase.RELEASED, found.path().toString()));
        if (!holds) {
            orphan(file, file.tailer.orphan(file.tailer.view().id()));
        }
        drop(file);
        strangers.add(key);
    }

    private boolean owned(FoundFile found, FileState state) {
        return !state.path().isEmpty() && names.owns(familyOfContent(found, state));
    }

    /** The family under whose name a content was read; of a root that was somewhere else then, that of its name now. */
    private String familyOfContent(FoundFile found, FileState state) {
        Path path = Path.of(state.path());
        boolean known = !state.path().isEmpty() && path.startsWith(found.root().directory());
        return names.of(found.root().id(), known ? path : found.path());
    }

    /** It was taken away, and all is known of it that will be. */
    private void retired(Followed<R> file, long now) {
        FileView view = file.tailer.view();
        turns.never(file);
        file.tailer.close();
        drop(file);
        FileState state =
                file.tailer.state().in(Phase.RETIRED, view.found().path().toString());
        mark(view.key(), state);
        retirees.left(view.key(), state, now);
    }

    private void drop(Followed<R> file) {
        files.remove(file.tailer.view().key());
        retirees.forget(file.tailer.view().key());
        family(file.family).files.remove(file);
        leaveFamilyBefore(file);
    }

    // ---- files that are new

    private void admit(Map<String, FoundFile> fresh, Set<String> own, long now) {
        Map<String, FileState> stored = new HashMap<>(states.load(fresh.keySet()));
        for (String key : fresh.keySet()) {
            FileState retired = retirees.past(key);
            if (retired != null) {
                stored.put(key, retired);
            }
        }
        Map<String, FoundFile> named = namesOf(fresh);
        stored.forEach((key, state) -> named.putIfAbsent(familyOfContent(fresh.get(key), state), fresh.get(key)));
        meetFamilies(named, own, now);
        // What the others may go on with is known once those are that have a state, or a name that is written to.
        Predicate<String> known =
                key -> stored.containsKey(key) || names.isBase(fresh.get(key).path());
        fresh.keySet().stream().filter(known).forEach(key -> admit(key, fresh.get(key), stored.get(key), now));
        fresh.keySet().stream().filter(known.negate()).forEach(key -> admit(key, fresh.get(key), null, now));
    }

    private void admit(String key, FoundFile found, FileState stored, long now) {
        if (stored != null) {
            if (stored.isFree() || stored.path().isEmpty() || owned(found, stored)) {
                follow(key, found, stored, now);
            } else if (held.putIfAbsent(key, now) == null) {
                shared.events().held(found, "its last owner has not released it yet");
            }
            return;
        }
        Family<R> family = family(names.of(found.root().id(), found.path()));
        if (names.isBase(found.path())) {
            follow(key, found, atEnd(found), now);
            return;
        }
        List<Orphan> orphans = new ArrayList<>(family.orphans);
        List<FileState> present = new ArrayList<>();
        for (Followed<R> file : family.files) {
            if (file.hasVanished()) {
                orphans.add(file.tailer.orphan(file.tailer.view().key()));
            } else {
                present.add(file.tailer.state());
            }
        }
        // Where several fit, the one that was read furthest.
        orphans.sort(Comparator.comparingLong((Orphan orphan) -> orphan.state().position())
                .reversed());
        long since = held.computeIfAbsent(key, unknown -> now);
        boolean mayWait = Duration.ofNanos(now - since).compareTo(longestHeld()) < 0;
        Answer answer = newcomers.ask(found, orphans, present, mayWait);
        switch (answer.kind()) {
            case NOT_YET_KNOWN -> {}
            case NEW -> follow(key, found, atEnd(found), now);
            case GOES_ON -> goOn(key, found, family, answer.orphan(), now);
        }
    }

    /** A content that is gone is read to its end within one grace; what it came to is known after it. */
    private Duration longestHeld() {
        return settings.rotationGrace().multipliedBy(2);
    }

    private FileState atEnd(FoundFile found) {
        if (!first || !settings.startAtEnd() || settings.mode() != Mode.TAIL) {
            return null;
        }
        long size = found.stat().bytes();
        String key = found.inodeKey();
        return new FileState(key + ":0", found.path().toString(), 0, 0, Phase.READING, null, size, size, 0);
    }

    private void goOn(String key, FoundFile found, Family<R> family, Orphan orphan, long now) {
        family.orphans.remove(orphan);
        Followed<R> before = files.get(orphan.storedAs());
        if (before != null && before.hasVanished()) {
            turns.never(before);
            before.tailer.close();
            drop(before);
        }
        FileState state = orphan.state().in(Phase.READING, found.path().toString());
        // In one transaction: so the content is stored under one of the two, whatever happens.
        mark(key, state);
        forget(orphan);
        follow(key, found, state, now);
    }

    private void follow(String key, FoundFile found, FileState state, long now) {
        held.remove(key);
        retirees.over(key);
        String family = names.of(found.root().id(), found.path());
        Followed<R> file = new Followed<>(new FileTailer<>(shared, key, found, state), family, now);
        files.put(key, file);
        family(family).files.add(file);
        String familyOfContent = state == null ? family : familyOfContent(found, state);
        if (!familyOfContent.equals(family) && names.owns(familyOfContent)) {
            file.familyBefore = familyOfContent;
            family(familyOfContent).files.add(file);
        }
        shared.events().found(file.tailer.view(), file.tailer.position());
        changed(file, state == null || isChanged(state, found), now);
    }

    /** A file that was done with, and is as it was then, need not even be opened. */
    private static boolean isChanged(FileState state, FoundFile found) {
        boolean over = state.phase() == Phase.DONE || state.phase() == Phase.RETIRED;
        return !over || !state.isStillAt(found);
    }

    private Map<String, FoundFile> namesOf(Map<String, FoundFile> found) {
        Map<String, FoundFile> named = new LinkedHashMap<>();
        found.values().forEach(file -> named.putIfAbsent(names.of(file.root().id(), file.path()), file));
        return named;
    }

    /**
     * Families that were not met since the start: of their stored members, those that are gone are orphans.
     *
     * @param named families, each with a file of its name
     * @param own the keys of this task's files that are there
     */
    private void meetFamilies(Map<String, FoundFile> named, Set<String> own, long now) {
        named.keySet().removeIf(name -> families.containsKey(name) || !names.owns(name));
        if (settings.mode() != Mode.TAIL || named.isEmpty()) {
            return;
        }
        Map<String, Family<R>> met = new LinkedHashMap<>();
        states.members(named.keySet()).forEach((name, members) -> {
            Family<R> family = new Family<>(name, members);
            List<String> gone = new ArrayList<>(members);
            gone.removeAll(own);
            states.load(gone).forEach((key, state) -> {
                FileView view = new FileView(key, state.id(), state.generation(), named.get(name));
                boolean unused = family.orphaned(new Orphan(view, state, key, state.fileBytes(), now));
            });
            met.put(name, family);
        });
        // All of them or, where a state cannot be read, none: the next look asks again for what was not met.
        families.putAll(met);
    }

    // ---- files that are gone

    private void missing(FileScan.Result result, long now) {
        for (Followed<R> file : List.copyOf(files.values())) {
            FileView view = file.tailer.view();
            if (isPresent(view.key())
                    || retirees.hold(view.key())
                    || !result.seen().test(view.found().path().getParent())) {
                continue;
            }
            boolean over = file.vanished(now).compareTo(settings.rotationGrace()) >= 0;
            if (file.tailer.isOpen()) {
                // Its content lives as long as it is open: read to its end, then once more after the grace.
                if (over) {
                    file.tailer.end();
                }
                turns.soon(file);
            } else if (file.tailer.hasNothingOutstanding()) {
                String family = file.familyOfContent();
                turns.never(file);
                drop(file);
                boolean unused = family(family).orphaned(file.tailer.orphan(view.key()));
            }
        }
    }

    /** What is under the key of a file that is there may be that file's, and another task's. */
    private void forget(Orphan orphan) {
        if (!files.containsKey(orphan.storedAs()) && !isPresent(orphan.storedAs())) {
            mark(orphan.storedAs(), null);
        }
    }

    /** An inode that became free was given to another file, which is to be stored under the key that an orphan is stored under. */
    private void giveWay(Family<R> family) {
        family.orphans.replaceAll(orphan -> {
            if (!isPresent(orphan.storedAs())) {
                return orphan;
            }
            mark(orphan.state().id(), orphan.state());
            return orphan.storedAs(orphan.state().id());
        });
    }

    private void expire(long now) {
        for (String key : retirees.takeForgotten(settings.rotationGrace(), now)) {
            if (!files.containsKey(key) && !others.containsKey(key)) {
                mark(key, null);
            }
        }
        for (Family<R> family : families.values()) {
            for (Iterator<Orphan> all = family.orphans.iterator(); all.hasNext(); ) {
                Orphan orphan = all.next();
                if (Duration.ofNanos(now - orphan.since()).compareTo(settings.rotationGrace()) < 0) {
                    continue;
                }
                all.remove();
                if (orphan.state().phase() != Phase.DONE && orphan.unread() > 0) {
                    shared.events()
                            .lost(
                                    orphan.view(),
                                    orphan.state().position(),
                                    orphan.unread(),
                                    "it was cut or deleted before all of it was read, and no file of its family holds it");
                }
                forget(orphan);
            }
        }
    }

    void close() {
        files.values().forEach(file -> file.tailer.close());
    }
}
