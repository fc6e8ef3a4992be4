package io.sluice.source.tail;

import io.sluice.io.vfs.FileStat;
import io.sluice.source.scan.FoundFile;
import io.sluice.source.tail.FileState.Phase;
import io.sluice.source.tail.TailSettings.Mode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Knows which files there are, which are this task's, what goes on with what, and what is gone. Owned by the reader thread.
 *
 * <p>What must be known after a restart although no record carries it travels as a marker, before the records that make it
 * necessary: who belongs to a family; how far a content was read whose inode now holds another one; under which family's name an
 * inode is followed; that a file whose new name is another task's is released to it.
 *
 * <p>Each key that something is stored under is written by one task only, the owner of its family; but for the owners of inodes,
 * which are written by whoever begins to follow one. So no task can write over what another one knows of its own files, whatever
 * inodes they are given.
 */
final class Census<R> implements Admission.Following<R> {

    /** Gives files their turns. */
    interface Turns<R> {
        void soon(Followed<R> file);

        void never(Followed<R> file);
    }

    private final Tailing<R> shared;
    private final TailSettings settings;
    private final FileScan scan;
    private final Families names;
    private final Turns<R> turns;
    private final Ledger<R> ledger;
    private final Inventory<R> inventory;
    private final Retirees<R> retirees;
    private final Admission<R> admission;
    private final Releases<R> releases;
    private final Newcomers newcomers;

    private final Standstill<R> standstill;

    /** By the clock for spans; -1 before the first look. */
    private long lookedAt = -1;

    Census(Tailing<R> shared, FileScan scan, Families names, StateStore states, Turns<R> turns) {
        this.shared = shared;
        this.settings = shared.settings();
        this.scan = scan;
        this.names = names;
        this.turns = turns;
        this.ledger = new Ledger<>(shared.records());
        this.retirees = new Retirees<>(shared);
        this.inventory = new Inventory<>(shared, names, states, ledger, retirees);
        this.newcomers = new Newcomers(shared);
        this.admission = new Admission<>(shared, names, states, inventory, retirees, ledger, this);
        this.releases = new Releases<>(shared, names, states, inventory, ledger, turns);
        this.standstill = new Standstill<>(settings.mode(), inventory, retirees, releases);
    }

    /** Looks at the directories. Returns the markers to be sent before anything that is read later. */
    List<R> look() {
        long now = shared.vfs().nanoTime();
        stoodStill(now);
        retirees.look(inventory.byInode(), now).forEach(file -> retired(file, now));
        FileScan.Result result = scan.look();
        if (standstill.holds(result)) {
            tellStanding();
            return ledger.take();
        }
        standstill.isOver();
        inventory.beginLook();
        Map<String, FoundFile> fresh = new LinkedHashMap<>();
        Map<Followed<R>, FoundFile> moved = new LinkedHashMap<>();
        Map<String, FoundFile> foreign = new LinkedHashMap<>();
        for (FoundFile found : result.files()) {
            String inode = found.inodeKey();
            if (!inventory.saw(found) || retirees.isPast(inode, found, now)) {
                continue;
            }
            Followed<R> file = inventory.file(inode);
            // Whose a name is takes longer to find out than to remember.
            boolean sameName = file != null && file.tailer.view().found().path().equals(found.path());
            String family = sameName ? file.key().family() : inventory.familyOf(found);
            if (!sameName && !names.owns(family)) {
                foreign.put(inode, found);
            } else if (file == null) {
                fresh.put(inode, found);
            } else if (mayBeAnother(file, found)) {
                askAgain(file);
                fresh.put(inode, found);
            } else if (family.equals(file.key().family())) {
                changed(file, file.seen(found, now), now);
            } else {
                moved.put(file, found);
            }
        }
        Set<StateKey> there = new HashSet<>();
        fresh.values().forEach(found -> there.add(inventory.keyOf(found)));
        releases.look(foreign, result.others(), there);
        moved(moved, there, fresh, now);
        admission.admit(fresh, now);
        missing(result, now);
        expire(now);
        inventory.storeMembers();
        if (fresh.isEmpty() && foreign.isEmpty() && moved.isEmpty()) {
            standstill.mayBegin(result);
        }
        tellStanding();
        return ledger.take();
    }

    private void tellStanding() {
        long bytes = 0;
        long behind = 0;
        long failing = 0;
        for (Followed<R> file : inventory.byInode().values()) {
            long unread = file.tailer.unread();
            bytes += unread;
            behind += unread > 0 ? 1 : 0;
            failing += file.isFailing() ? 1 : 0;
        }
        shared.events().looked(bytes, behind, failing);
    }

    /** After a turn: what it found replaced may go on elsewhere. Returns the markers to be sent before the file's next turn. */
    List<R> after(Followed<R> file) {
        Orphan replaced = file.tailer.takeReplaced();
        if (replaced == null) {
            return List.of();
        }
        standstill.isOver();
        // From now on the file stands for its new content, also after a restart.
        ledger.store(file.key(), file.tailer.state());
        inventory.orphanReplaced(replaced);
        if (!names.isBase(file.tailer.view().found().path()) && !file.hasVanished()) {
            // What stands under such a name may have been read under another.
            askAgain(file);
        }
        inventory.storeMembers();
        return ledger.take();
    }

    boolean follows(Followed<R> file) {
        return inventory.follows(file);
    }

    void close() {
        inventory.files().forEach(file -> file.tailer.close());
    }

    // ---- files that are there

    @Override
    public void follow(FoundFile found, StateKey key, FileState state, long now) {
        Followed<R> file = new Followed<>(new FileTailer<>(shared, key, found, state), now);
        inventory.add(file);
        shared.events().found(file.tailer.view(), file.tailer.position());
        // A file that was done with, and is as it was then, need not even be opened.
        changed(file, !state.isOver() || !state.isStillAt(found), now);
    }

    private void changed(Followed<R> file, boolean changed, long now) {
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
            if (settings.mode() == Mode.TAIL) {
                // No look after this one would see a change.
                turns.soon(file);
                return;
            }
        }
        if (isWhole(file, now)) {
            file.tailer.end();
            turns.soon(file);
        }
    }

    private boolean isWhole(Followed<R> file, long now) {
        if (settings.marker() == null) {
            return file.isStable(settings.stableFor(), now, shared.vfs().now());
        }
        Path path = file.tailer.view().found().path();
        try {
            FileStat unused = shared.vfs().stat(path.resolveSibling(path.getFileName() + settings.marker()));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            int times = file.failed();
            shared.events().failed(file.tailer.view(), file.tailer.position(), times, e);
            return false;
        }
    }

    /** Whether nothing was read that would tell what has the inode now from what had it before. */
    private boolean mayBeAnother(Followed<R> file, FoundFile found) {
        FoundFile before = file.tailer.view().found();
        return file.tailer.state().isUnread()
                && !names.isBase(found.path())
                && !(before.path().equals(found.path()) && before.stat().equals(found.stat()));
    }

    private void askAgain(Followed<R> file) {
        admission.askOf(file);
        leave(file);
    }

    /** The file is not followed any more. */
    @Override
    public void leave(Followed<R> file) {
        turns.never(file);
        file.tailer.close();
        inventory.drop(file);
    }

    /**
     * Files that seem to have got a name of another family of this task. Or a file was deleted, and another one was given its
     * inode: what was read of it may then stand in a compressed one of the old family.
     */
    private void moved(Map<Followed<R>, FoundFile> moved, Set<StateKey> there, Map<String, FoundFile> fresh, long now) {
        Map<String, FoundFile> named = new LinkedHashMap<>();
        moved.values().forEach(found -> named.putIfAbsent(inventory.familyOf(found), found));
        inventory.meet(named, there);
        moved.forEach((file, found) -> {
            boolean holds;
            try {
                holds = file.tailer.isOpen() || newcomers.holds(found, file.tailer.state());
            } catch (IOException e) {
                // The next look tries again.
                return;
            }
            if (holds) {
                StateKey key = inventory.keyOf(found);
                inventory.clear(key, file.tailer.state());
                ledger.forget(file.key());
                inventory.move(file, key);
                ledger.store(key, file.tailer.state());
                ledger.owner(found.inodeKey(), key.family());
                changed(file, file.seen(found, now), now);
            } else {
                leave(file);
                boolean unused = inventory.orphan(file.tailer.orphan());
                fresh.put(found.inodeKey(), found);
            }
        });
    }

    // ---- files that are gone

    /**
     * What a grace gives time for is found by looking. While nobody looks, as while nobody takes what was read, no grace goes by: else
     * a content would be given up, or read once more, in the very look that could find where it goes on.
     */
    private void stoodStill(long now) {
        long expected = settings.scanInterval().multipliedBy(2).toNanos();
        long missed = lookedAt < 0 ? 0 : now - lookedAt - expected;
        lookedAt = now;
        if (missed > 0) {
            admission.stoodStill(missed);
            inventory.families().forEach(family -> family.orphans.replaceAll(orphan -> orphan.later(missed)));
            inventory.files().forEach(file -> file.stoodStill(missed));
        }
    }

    /** It was taken away, and all is known of it that will be. */
    private void retired(Followed<R> file, long now) {
        leave(file);
        FileView view = file.tailer.view();
        FileState state =
                file.tailer.state().in(Phase.RETIRED, view.found().path().toString());
        ledger.store(view.key(), state);
        retirees.left(view, state, now);
    }

    private void missing(FileScan.Result result, long now) {
        for (Followed<R> file : inventory.files()) {
            FileView view = file.tailer.view();
            if (inventory.isPresent(file.inode())
                    || retirees.hold(file.inode())
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
                leave(file);
                boolean unused = inventory.orphan(file.tailer.orphan());
            }
        }
    }

    private void expire(long now) {
        retirees.takeForgotten(settings.rotationGrace(), now).forEach(inventory::forget);
        for (Family<R> family : inventory.families()) {
            if (admission.isUndecided(family)) {
                continue;
            }
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
                inventory.forget(orphan.key());
            }
        }
    }
}
