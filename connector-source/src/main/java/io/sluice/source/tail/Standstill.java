package io.sluice.source.tail;

import io.sluice.source.tail.TailSettings.Mode;

/**
 * Knows when a look at the files would come out as the one before did, so that it need not be gone through: ten thousand idle
 * files cost little more than their scan. Owned by the reader thread.
 *
 * <p>A look decides by what the scan shows, by what is remembered of contents that are not where they were, and by how much time
 * has gone by. So it is the same again if the scan shows the very lists of last time, all of whose files are followed where they
 * are, if nothing is remembered, and if no file waits for time to go by. Who changes one of these between two looks says that the
 * standstill {@linkplain #isOver is over}.
 */
final class Standstill<R> {

    private final Mode mode;
    private final Inventory<R> inventory;
    private final Retirees<R> retirees;
    private final Releases<R> releases;

    /** What the last look has gone through, if nothing was left open by it; else null. */
    private FileScan.Result last;

    Standstill(Mode mode, Inventory<R> inventory, Retirees<R> retirees, Releases<R> releases) {
        this.mode = mode;
        this.inventory = inventory;
        this.retirees = retirees;
        this.releases = releases;
    }

    /** Whether a look at this would find nothing to do. */
    @SuppressWarnings("ReferenceEquality") // The scan hands out the same lists as long as nothing has changed.
    boolean holds(FileScan.Result result) {
        return last != null
                && result.files() == last.files()
                && result.others() == last.others()
                && inventory.byInode().values().stream().noneMatch(this::waitsForTime);
    }

    /** A compressed or complete file is read to its end once it has been at rest for long enough. */
    private boolean waitsForTime(Followed<R> file) {
        return !file.tailer.isDone() && (mode == Mode.COMPLETE || file.tailer.isCompressed());
    }

    /** A look has found all its files where they were. */
    void mayBegin(FileScan.Result result) {
        last = inventory.isAtRest() && retirees.areNone() && releases.areNone() ? result : null;
    }

    /** The next look has something to do, or may have. */
    void isOver() {
        last = null;
    }
}
