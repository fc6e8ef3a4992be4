package io.sluice.source.retire;

import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.Vfs;
import io.sluice.source.retire.Keeping.Kept;
import io.sluice.source.tail.ContentSource;
import io.sluice.source.tail.FinishedFile;
import io.sluice.source.tail.Retiring.Outcome;
import io.sluice.source.tail.Retiring.Retired;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Retires one file: the steps, in their order. Owned by the retirement's thread.
 *
 * <ol>
 *   <li><b>Compare</b>: the file at its place is the one that was read, with the size and the time of then, and its whole content
 *       is, byte for byte, what the committed records were made of.
 *   <li><b>Keep</b>: what is to be kept is put into the target directory, and outlasts a crash.
 *   <li><b>Hide</b>: the name is taken away in one step, to the {@link Quarantine}, whatever it means at that moment.
 *   <li><b>Look again</b>: if what was taken is not the file, or has another size or time, it is given back, and what was kept of
 *       it is removed. The time is older than the grace, and each write sets a new one: so what was compared is what is there.
 *   <li><b>Remove</b> it, and make that last.
 * </ol>
 *
 * <p><b>A crash</b> after any step leaves the file at its place or in quarantine, from where the next task gives it back. Its state
 * says that it was read; so nothing is read twice, and it is retired once more, where <i>keep</i> finds what the first time has
 * put there.
 */
final class Retiree {

    private final Vfs vfs;
    private final ContentSource contents;
    private final Keeping keeping;
    private final Quarantine quarantine;

    Retiree(Vfs vfs, ContentSource contents, Keeping keeping, Quarantine quarantine) {
        this.vfs = vfs;
        this.contents = contents;
        this.keeping = keeping;
        this.quarantine = quarantine;
    }

    Retired retire(FinishedFile file) {
        Place place = Place.of(file);
        try {
            // If the last attempt ended in the middle.
            quarantine.giveBack(place);
        } catch (IOException e) {
            return new Retired(file, isAway(place) ? Outcome.AWAY : Outcome.FAILED, null, 0, e);
        }
        try {
            return attempt(file, place);
        } catch (NoSuchFileException e) {
            return isAway(place) ? new Retired(file, Outcome.AWAY, null, 0, e) : changed(file);
        } catch (IOException e) {
            return new Retired(file, isAway(place) ? Outcome.AWAY : Outcome.FAILED, null, 0, e);
        } catch (RuntimeException e) {
            IOException broken = new IOException("it broke off: " + e, e);
            return new Retired(file, isAway(place) ? Outcome.AWAY : Outcome.FAILED, null, 0, broken);
        }
    }

    private boolean isAway(Place place) {
        try {
            return quarantine.holds(place);
        } catch (IOException e) {
            // Not known: then it must not be taken for gone.
            return true;
        }
    }

    private Retired attempt(FinishedFile file, Place place) throws IOException {
        try (OpenedFile opened = OpenedFile.open(vfs, contents, file)) {
            if (opened == null) {
                return changed(file);
            }
            Kept kept = keeping.keep(opened);
            if (!kept.isSame()) {
                return changed(file);
            }
            if (!hide(file, place)) {
                undo(kept);
                return changed(file);
            }
            try {
                quarantine.remove(place);
            } catch (IOException e) {
                quarantine.giveBack(place);
                throw e;
            }
            quarantine.settle(place);
            return new Retired(file, Outcome.RETIRED, kept.target(), lateBytes(opened), null);
        }
    }

    /** Returns false if what was taken away is not the file any more: then it was given back. */
    private boolean hide(FinishedFile file, Place place) throws IOException {
        boolean same = false;
        try {
            quarantine.take(place);
            same = OpenedFile.isAsFound(file, vfs.statLink(place.hidden()));
        } finally {
            if (!same) {
                quarantine.giveBack(place);
            }
        }
        return same;
    }

    /** Of a file that is not what it was, nothing is kept before it was read again. */
    private void undo(Kept kept) throws IOException {
        if (kept.isNew()) {
            vfs.delete(kept.target());
        }
    }

    private static long lateBytes(OpenedFile opened) {
        try {
            return Math.max(0, opened.handle().size() - opened.stat().bytes());
        } catch (IOException e) {
            return 0;
        }
    }

    private static Retired changed(FinishedFile file) {
        return new Retired(file, Outcome.CHANGED, null, 0, null);
    }

    /** A file with several names would be found again under another one. */
    static void refuseSecondNames(OpenedFile file) throws FileSystemException {
        FileStat stat = file.stat();
        if (stat.links() > 1) {
            throw new FileSystemException(
                    file.path().toString(),
                    null,
                    "it has " + stat.links() + " names, under which it would be found again: remove the others");
        }
    }
}
