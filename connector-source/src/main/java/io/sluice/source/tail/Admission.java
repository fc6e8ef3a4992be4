package io.sluice.source.tail;

import io.sluice.source.scan.FoundFile;
import io.sluice.source.tail.FileState.Phase;
import io.sluice.source.tail.KnownStates.Stored;
import io.sluice.source.tail.Newcomers.Answer;
import io.sluice.source.tail.TailSettings.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out what a file is that is not followed yet: one that was before a restart, one that had a name of another family, the
 * continuation of a content that is gone from its place, or a new one. Owned by the reader thread.
 */
final class Admission<R> {

    /** Has files followed from now on, or not any more. */
    interface Following<R> {
        void follow(FoundFile found, StateKey key, FileState state, long now);

        void leave(Followed<R> file);
    }

    private final Tailing<R> shared;
    private final TailSettings settings;
    private final Families names;
    private final KnownStates<R> known;
    private final Inventory<R> inventory;
    private final Retirees<R> retirees;
    private final Ledger<R> ledger;
    private final Newcomers newcomers;
    private final Following<R> following;

    private final Map<String, HeldFile> held = new HashMap<>();

    /** Families with such files in this look. */
    private final Set<String> undecided = new HashSet<>();

    private boolean first = true;

    Admission(
            Tailing<R> shared,
            Families names,
            StateStore states,
            Inventory<R> inventory,
            Retirees<R> retirees,
            Ledger<R> ledger,
            Following<R> following) {
        this.shared = shared;
        this.settings = shared.settings();
        this.names = names;
        this.known = new KnownStates<>(states, inventory, retirees);
        this.inventory = inventory;
        this.retirees = retirees;
        this.ledger = ledger;
        this.newcomers = new Newcomers(shared);
        this.following = following;
    }

    /** What has the inode now is not what was followed, or may not be: the next look asks, as of any file that is new. */
    void askOf(Followed<R> file) {
        known.replaced(file.key(), file.tailer.state());
    }

    /** @param fresh the files that are not followed, by inode */
    void admit(Map<String, FoundFile> fresh, long now) {
        undecided.clear();
        if (!fresh.isEmpty()) {
            Map<String, Stored> stored = known.of(fresh);
            meetFamilies(fresh, stored);
            List<FoundFile> unknown = new ArrayList<>();
            // What the others may go on with is known once those are that have a state, or a name that is written to.
            fresh.forEach((inode, found) -> {
                if (!admitKnown(found, stored.get(inode), now)) {
                    unknown.add(found);
                }
            });
            unknown.forEach(found -> admitUnknown(found, stored.get(found.inodeKey()), now));
        }
        held.keySet().retainAll(fresh.keySet());
        known.forgetAllBut(fresh);
        first = false;
    }

    /** Whether a file was seen that may yet go on with a content of the family. */
    boolean isUndecided(Family<R> family) {
        return undecided.contains(family.name);
    }

    /** So much time went by without a look. */
    void stoodStill(long nanos) {
        held.replaceAll((inode, one) -> one.later(nanos));
    }

    private void meetFamilies(Map<String, FoundFile> fresh, Map<String, Stored> stored) {
        Map<String, FoundFile> named = new LinkedHashMap<>();
        Set<StateKey> there = new HashSet<>();
        fresh.forEach((inode, found) -> {
            StateKey key = inventory.keyOf(found);
            there.add(key);
            named.putIfAbsent(key.family(), found);
            String owner = stored.get(inode).owner();
            if (owner != null) {
                named.putIfAbsent(owner, found);
            }
        });
        inventory.meet(named, there);
    }

    // ---- what it is

    /** Returns whether it is known by now, or is to be left alone for now. */
    private boolean admitKnown(FoundFile found, Stored stored, long now) {
        FileState state = stored.state();
        boolean released = state == null || state.phase() == Phase.RELEASED || state.phase() == Phase.RELEASED_DONE;
        if (stored.elsewhere() != null) {
            try {
                if (!released && !newcomers.holds(found, state)) {
                    // The inode was given to a file of another family, which has got a name of this one since.
                    StateKey key = inventory.keyOf(found);
                    FileView view = new FileView(key, state.id(), state.generation(), found);
                    boolean unused = inventory.orphan(new Orphan(view, state, state.fileBytes(), now));
                    released = true;
                }
            } catch (IOException e) {
                hold(found, "what was read of it cannot be compared: " + e.getMessage(), now);
                return true;
            }
            if (released && comesFromElsewhere(found, stored, now)) {
                return true;
            }
        }
        if ((state != null && !state.isUnread()) || names.isBase(found.path())) {
            follow(
                    found,
                    stored,
                    state == null ? begun(found) : state.taken(found.path().toString()),
                    now);
            return true;
        }
        return false;
    }

    /** A file that was followed under a name of another family: it comes along with its state, once that is free. */
    private boolean comesFromElsewhere(FoundFile found, Stored stored, long now) {
        StateKey before = new StateKey(stored.owner(), inventory.keyOf(found).slot());
        boolean ours = names.owns(before.family());
        // What is stored of what is not at its place any more may be older.
        FileState state =
                ours ? inventory.orphanOf(before).map(Orphan::state).orElse(stored.elsewhere()) : stored.elsewhere();
        if (state.phase() == Phase.RETIRED && !state.isStillAt(found)) {
            return false;
        }
        try {
            if (!newcomers.holds(found, state)) {
                // The inode is all that it has in common with what was read.
                return false;
            }
        } catch (IOException e) {
            // Looked into again with the next look.
            hold(found, "what was read of it cannot be compared: " + e.getMessage(), now);
            return true;
        }
        if (!ours && !state.isFree()) {
            hold(found, "its last owner has not released it yet", now);
            return true;
        }
        if (ours) {
            Family<R> family = inventory.family(before.family());
            family.orphans.removeIf(orphan -> orphan.key().equals(before));
            family.released.remove(before);
            ledger.forget(before);
        }
        if (state.isUnread()) {
            // Nothing tells it from another file that was given the inode.
            return false;
        }
        FileState taken = state.taken(found.path().toString());
        ledger.store(inventory.keyOf(found), taken);
        follow(found, stored, taken, now);
        return true;
    }

    private void hold(FoundFile found, String reason, long now) {
        if (held.putIfAbsent(found.inodeKey(), HeldFile.seen(found, now)) == null) {
            shared.events().held(found, reason);
        }
    }

    private void admitUnknown(FoundFile found, Stored stored, long now) {
        Family<R> family = inventory.family(inventory.familyOf(found));
        if (stored.state() == null && beginsAtEnd(family)) {
            // Nothing was read that it could go on with.
            follow(found, stored, begun(found), now);
            return;
        }
        List<Orphan> orphans = new ArrayList<>(family.orphans);
        List<FileState> present = new ArrayList<>();
        for (Followed<R> file : family.files) {
            if (file.hasVanished()) {
                orphans.add(file.tailer.orphan());
            } else {
                present.add(file.tailer.state());
            }
        }
        // Where several fit, the one that was read furthest.
        orphans.sort(Comparator.comparingLong((Orphan orphan) -> orphan.state().position())
                .reversed());
        String inode = found.inodeKey();
        HeldFile waiting = held.containsKey(inode) ? held.get(inode).seenAgain(found, now) : HeldFile.seen(found, now);
        held.put(inode, waiting);
        boolean mayWait = Duration.ofNanos(now - waiting.since()).compareTo(longestHeld()) < 0;
        Set<String> with = HeldFile.comparedWith(orphans, present);
        if (mayWait && waiting.isAnswered(found, with, now)) {
            undecided.add(family.name);
            held.put(inode, waiting.stays());
            return;
        }
        Answer answer = newcomers.ask(found, orphans, present, mayWait);
        switch (answer.kind()) {
            case NOT_YET_KNOWN, NOT_YET_WHOLE, NOT_READ -> {
                undecided.add(family.name);
                held.put(inode, waiting.answered(found, with, answer.kind()));
            }
            case NEW -> follow(found, stored, stored.state() == null ? begun(found) : stored.state(), now);
            case GOES_ON -> {
                FileState state = answer.orphan().state();
                goOn(
                        found,
                        stored,
                        answer.orphan(),
                        state.in(Phase.READING, found.path().toString()),
                        now);
            }
            case IS_DONE ->
                goOn(found, stored, answer.orphan(), answer.orphan().state().doneIn(found), now);
        }
    }

    /** A content that is gone is read to its end within one grace; what it came to is known after it. */
    private Duration longestHeld() {
        return settings.rotationGrace().multipliedBy(2);
    }

    /** Of a file that is new: at its start, or where a user wants the first ones to be begun. */
    private FileState begun(FoundFile found) {
        StateKey key = inventory.keyOf(found);
        FileState start = known.unread(key, 0, found);
        if (!beginsAtEnd(inventory.family(key.family()))) {
            return start;
        }
        // A compressed file's size is none of its content's positions; nothing is written behind its end either.
        FileState end = newcomers.isCompressed(found)
                ? start.in(Phase.DONE, found.path().toString())
                : start.setTo(found.stat().bytes());
        // Else the next start would pass over what is written until the first record is committed.
        ledger.store(key, end);
        return end;
    }

    /** Not what a rotation made of a log that was followed before, although the task has started since. */
    private boolean beginsAtEnd(Family<R> family) {
        return first && settings.startAtEnd() && settings.mode() == Mode.TAIL && !family.known;
    }

    private void goOn(FoundFile found, Stored stored, Orphan orphan, FileState state, long now) {
        inventory.family(orphan.key().family()).orphans.remove(orphan);
        Followed<R> before = inventory.file(orphan.key().inode());
        if (before != null && before.hasVanished() && before.key().equals(orphan.key())) {
            following.leave(before);
        }
        // In one transaction: so the content is stored under one of the two, whatever happens.
        StateKey key = inventory.keyOf(found);
        ledger.store(key, state);
        if (!orphan.key().equals(key)) {
            inventory.forget(orphan.key());
        }
        follow(found, stored, state, now);
    }

    private void follow(FoundFile found, Stored stored, FileState state, long now) {
        StateKey key = inventory.keyOf(found);
        held.remove(found.inodeKey());
        known.isFollowed(found);
        StateKey retired = retirees.over(found.inodeKey());
        if (retired != null && !retired.equals(key)) {
            inventory.forget(retired);
        }
        inventory.clear(key, state);
        if (!key.family().equals(stored.owner())) {
            ledger.owner(found.inodeKey(), key.family());
        }
        following.follow(found, key, state, now);
    }
}
