package io.sluice.source.tail;

import io.sluice.source.framing.FramingException;
import io.sluice.source.scan.FoundFile;
import io.sluice.source.tail.ContinuityCheck.Verdict;
import io.sluice.source.tail.FileState.Phase;
import io.sluice.source.tail.RecordMaker.UnfitFrameException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Follows one file, turn by turn. Owned by the reader thread.
 *
 * <p><b>Nothing twice, nothing passed over.</b> Records come from the bytes between two positions, in order, and each carries
 * the state behind it: the position, and the {@link Proof} of all bytes before. A turn reads, and before it hands anything out
 * it checks against the file the proof it began with and the one it ends with. A file that was cut and written anew before, or
 * while, it was read no longer holds what the first proof says, or what the second says, and what was read then is thrown
 * away. After a restart, and where the end of what was read repeats itself, the whole prefix is compared.
 *
 * <p>What this rests on: other content differs from what was read in its first 1 KiB or in the 4 KiB and more before one of the
 * two positions; and one read of a file of which nothing was read yet, with a header longer than that, is not half of one
 * content and half of another.
 */
final class FileTailer<R> {

    /** How a turn ended. */
    enum Turn {
        /** There may be more to read at once. */
        MORE,
        /** There is nothing to read now. */
        AT_END,
        /** The file is done with for good. */
        DONE,
        /** It is not, or not any more, where it was seen: a look at the directories may find it elsewhere. */
        NOT_THERE,
        /** It cannot be read now, and will be tried again. */
        FAILED
    }

    private final Tailing<R> shared;
    private final TailSettings settings;
    private final Outstanding outstanding;
    private final TailedFile file;
    private FileView view;

    // Of the content: all of these begin anew with another one.
    private ReadSoFar read;
    private FrameReading<R> frames;
    private SameContent same;
    private Phase phase;

    /** The most bytes that the file was seen to have with this content. */
    private long mostBytes;

    /** Whether nothing of it was compared yet since the file was opened, or since the start. */
    private boolean checkFirst;

    private boolean ended;

    // Of the last turn, for who asks.
    private long charged;
    private Orphan replaced;
    private IOException failure;

    /** @param stored what is known of its content, if only what that is called */
    FileTailer(Tailing<R> shared, StateKey key, FoundFile found, FileState stored) {
        this.shared = shared;
        this.settings = shared.settings();
        this.outstanding = new Outstanding(shared.budget());
        this.file = new TailedFile(shared.vfs(), shared.contents());
        FileView storedView = new FileView(key, stored.id(), stored.generation(), found);
        begin(storedView, ReadSoFar.stored(stored), SameContent.afterRestart(shared));
        phase = stored.isOver() ? Phase.DONE : Phase.READING;
        // What is there now may be another content.
        mostBytes = Math.max(0, stored.fileBytes());
    }

    private void begin(FileView content, ReadSoFar soFar, SameContent sameness) {
        view = content;
        read = soFar;
        frames = new FrameReading<>(shared);
        same = sameness;
        phase = Phase.READING;
        mostBytes = content.found().stat().bytes();
        checkFirst = true;
    }

    FileView view() {
        return view;
    }

    long position() {
        return read.position();
    }

    /** How many of its bytes are not read yet, as large as it was seen to be; of a compressed one all, until it is done with. */
    long unread() {
        if (phase == Phase.DONE) {
            return 0;
        }
        long bytes = view.found().stat().bytes();
        return file.isCompressed() ? bytes : Math.max(0, bytes - position());
    }

    boolean isOpen() {
        return file.isOpen();
    }

    /** Whether what was opened of it last was compressed: such a file is whole once it is at rest. */
    boolean isCompressed() {
        return file.isCompressed();
    }

    boolean isDone() {
        return phase == Phase.DONE;
    }

    boolean hasNothingOutstanding() {
        return outstanding.isNone();
    }

    /** Whether the last turn has found in the file what was read of it before. */
    boolean isProven() {
        return !checkFirst && (file.isOpen() || isDone());
    }

    /** How long until bytes behind the last frame may become one by waiting alone; null if none will. */
    Duration heldFor(long now) {
        return frames.heldFor(read.position(), now);
    }

    /** Why the last turn failed. */
    IOException failure() {
        return failure;
    }

    /** What the records of the last turn count for. */
    long charged() {
        return charged;
    }

    /** What the last turn found replaced by other content, once; else null. */
    Orphan takeReplaced() {
        Orphan taken = replaced;
        replaced = null;
        return taken;
    }

    /** What is stored once all that was read has arrived. */
    FileState state() {
        return new FileState(
                view.id(),
                view.found().path().toString(),
                view.generation(),
                read.frames(),
                phase,
                read.framedProof(),
                read.framedPosition(),
                view.found().stat().bytes(),
                view.found().stat().modified().toEpochMilli());
    }

    /** As it was read, to its end. */
    FinishedFile finished() {
        return new FinishedFile(view, read.proof());
    }

    /** The content as one that is not at its place any more. */
    Orphan orphan() {
        return new Orphan(view, state(), mostBytes, shared.vfs().nanoTime());
    }

    /** Where the file is now, and how large. */
    void seen(FoundFile found) {
        FileView before = view;
        view = before.at(found);
        if (!same.isAfterRestart()) {
            mostBytes = Math.max(mostBytes, found.stat().bytes());
        }
        if (!before.found().path().equals(found.path())) {
            shared.events().renamed(before, view);
        }
    }

    /** From now on it is stored under another key. */
    void storedAs(StateKey key) {
        view = view.storedAs(key);
    }

    /** Nothing will follow in this file: with the next turn that reads to its end, it ends. */
    void end() {
        ended = true;
    }

    /** A file that was done with has changed: its content is read on if it is the same, and anew if not. */
    void reopen() {
        phase = Phase.READING;
        ended = false;
        checkFirst = true;
        if (settings.chunked()) {
            // Its last chunk was sent: more of the same content cannot follow it.
            renew();
        }
    }

    void close() {
        file.close();
    }

    // ---- one turn

    /**
     * Reads on, and adds the records of what it read.
     *
     * @param allowance how many bytes the records may count for; the last of them may go beyond it. {@link #charged} says
     *     for how many they do
     * @param records empty
     */
    Turn turn(long allowance, List<R> records) throws FramingException, UnfitFrameException {
        charged = 0;
        if (phase == Phase.DONE) {
            return Turn.DONE;
        }
        try {
            if (!file.isOpen()) {
                if (!file.open(view.found())) {
                    return Turn.NOT_THERE;
                }
                checkFirst = true;
            }
            if (checkFirst) {
                Verdict verdict = same.opened(file.content(), view, read);
                if (verdict != Verdict.SAME) {
                    replaced(verdict);
                    return Turn.MORE;
                }
                checkFirst = false;
                mostBytes = Math.max(mostBytes, view.found().stat().bytes());
            }
            if (ended && file.content().undecided()) {
                // So short that it could have become a compressed one; now it cannot.
                file.content().settle();
            }
            if (!frames.knowsPrologue(file.content(), ended)) {
                return Turn.AT_END;
            }
            TurnSink<R> sink = new TurnSink<>(shared, outstanding, view, read, allowance, records);
            Turn end = readOn(sink);
            charged = sink.charged();
            return end;
        } catch (IOException e) {
            file.close();
            failure = e;
            return Turn.FAILED;
        }
    }

    private Turn readOn(TurnSink<R> sink) throws IOException, FramingException, UnfitFrameException {
        shared.records().turn(view, frames.prologue());
        Proof before = read.proof();
        Proof.Point framedBefore = read.framed();
        long framesBefore = read.frames();
        Turn turn;
        Verdict verdict;
        try {
            turn = frames.read(file.content(), view, read, ended, sink);
            verdict = same.stillThere(file.content(), view, before, read);
        } catch (FrameReading.HeldBackGoneException cut) {
            takeBack(sink, framedBefore, framesBefore);
            return Turn.MORE;
        } catch (IOException e) {
            takeBack(sink, framedBefore, framesBefore);
            throw e;
        }
        if (verdict != Verdict.SAME) {
            // What was read may be other content already: as if it never was.
            takeBack(sink, framedBefore, framesBefore);
            replaced(verdict);
            return Turn.MORE;
        }
        same.endedAt(turn == Turn.AT_END);
        if (turn == Turn.DONE) {
            sink.endFile();
            phase = Phase.DONE;
            shared.events().finished(view, read.position());
            file.close();
        }
        shared.events().read(view, read.position() - before.position(), (int) (read.frames() - framesBefore));
        return turn;
    }

    /** As if nothing was read behind that frame. The file has to be opened again. */
    private void takeBack(TurnSink<R> sink, Proof.Point lastFrame, long frameCount) {
        sink.takeBack();
        file.close();
        frames.restart();
        read.backTo(lastFrame, frameCount);
    }

    // ---- whether it is the same content

    /** What is in the file now is not what was read: it is read from its start, as other content. */
    private void replaced(Verdict verdict) {
        String reason =
                verdict == Verdict.SHORTER ? "it ends before what was read" : "what was read is not in it any more";
        shared.events().replaced(view, read.position(), reason);
        file.close();
        replaced = orphan().withoutInode();
        renew();
    }

    private void renew() {
        FileView next = FileView.ofNewContent(view.key(), view.generation() + 1, view.found());
        begin(next, new ReadSoFar(Proof.NOTHING_READ, 0), new SameContent(shared));
    }
}
