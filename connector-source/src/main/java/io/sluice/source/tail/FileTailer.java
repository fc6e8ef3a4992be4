package io.sluice.source.tail;

import io.sluice.io.vfs.FileStat;
import io.sluice.source.content.Compression;
import io.sluice.source.content.Content;
import io.sluice.source.framing.Framing;
import io.sluice.source.framing.FramingException;
import io.sluice.source.framing.Window;
import io.sluice.source.framing.Window.Follow;
import io.sluice.source.scan.FoundFile;
import io.sluice.source.tail.ContinuityCheck.Verdict;
import io.sluice.source.tail.FileState.Phase;
import io.sluice.source.tail.RecordMaker.UnfitFrameException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
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
    private Framing framing;
    private ReadSoFar read;
    private Phase phase;
    private QuietEnd quietEnd;

    /** What stands before the first frame and is to be known to understand any; null before it was read. */
    private ByteBuffer prologue;

    /** The most bytes that the file was seen to have with this content. */
    private long mostBytes;

    /** The position of a state that came from the store without a proof, until it is established; else -1. */
    private long unprovenPosition;

    /** Whether nothing of it was compared yet since the file was opened, or since the start. */
    private boolean checkFirst;

    private boolean afterRestart;

    /** Whether the content ended where the last turn did: what stands behind that by now may be other content. */
    private boolean wasAtEnd;

    /** What was said of the file when its content was last compared. */
    private FileStat checkedWith;

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
        Proof proof = stored.proof() == null ? Proof.NOTHING_READ : stored.proof();
        begin(storedView, new ReadSoFar(proof, stored.frames()));
        phase = stored.isOver() ? Phase.DONE : Phase.READING;
        unprovenPosition = stored.proof() == null ? stored.position() : -1;
        afterRestart = true;
        // What is there now may be another content.
        mostBytes = Math.max(0, stored.fileBytes());
    }

    private void begin(FileView content, ReadSoFar soFar) {
        view = content;
        read = soFar;
        framing = shared.framings().get();
        phase = Phase.READING;
        quietEnd = new QuietEnd(settings);
        prologue = null;
        mostBytes = content.found().stat().bytes();
        unprovenPosition = -1;
        checkFirst = true;
        afterRestart = false;
        wasAtEnd = false;
        checkedWith = null;
    }

    FileView view() {
        return view;
    }

    long position() {
        return isUnproven() ? unprovenPosition : read.position();
    }

    private boolean isUnproven() {
        return unprovenPosition >= 0;
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

    /** Whether there are bytes behind the last frame that may become one by waiting. */
    boolean holdsBack() {
        return quietEnd.end() > read.position();
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
                isUnproven() ? null : read.framed().proof(),
                isUnproven() ? unprovenPosition : read.framed().position(),
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
        if (!afterRestart) {
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
                Verdict verdict = proven();
                if (verdict != Verdict.SAME) {
                    replaced(verdict);
                    return Turn.MORE;
                }
                checkFirst = false;
            }
            if (ended && file.content().undecided()) {
                // So short that it could have become a compressed one; now it cannot.
                file.content().settle();
            }
            if (!knowsPrologue()) {
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
        shared.records().turn(view, prologue.asReadOnlyBuffer());
        Proof before = read.proof();
        Proof.Point framedBefore = read.framed();
        long framesBefore = read.frames();
        Turn turn;
        Verdict verdict;
        try {
            turn = read(sink);
            verdict = stillThere(before);
        } catch (IOException e) {
            sink.takeBack();
            backTo(framedBefore, framesBefore);
            throw e;
        }
        if (verdict != Verdict.SAME) {
            // What was read may be other content already: as if it never was.
            sink.takeBack();
            backTo(framedBefore, framesBefore);
            replaced(verdict);
            return Turn.MORE;
        }
        wasAtEnd = turn == Turn.AT_END;
        if (turn == Turn.DONE) {
            sink.endFile();
            phase = Phase.DONE;
            shared.events().finished(view, read.position());
            file.close();
        }
        shared.events().read(view, read.position() - before.position(), (int) (read.frames() - framesBefore));
        return turn;
    }

    private Turn read(TurnSink<R> sink) throws IOException, FramingException, UnfitFrameException {
        Content content = file.content();
        long turnEnd = read.position() + settings.turnBytes();
        byte[] bytes = shared.window().forTurn();
        int filled = 0;
        while (true) {
            long position = read.position();
            int got = content.read(ByteBuffer.wrap(bytes, filled, bytes.length - filled), position + filled);
            boolean end = got < 0;
            filled += Math.max(0, got);
            boolean last = end && ended;
            // Of undecided content nothing is handed out, although there is some.
            long seenEnd = content.undecided() ? view.found().stat().bytes() : position + filled;
            Follow follow = follow(end, seenEnd);
            if (follow == Follow.NOTHING && content.undecided() && seenEnd > 0) {
                content.settle();
                continue;
            }
            Window window = new Window(bytes, 0, filled, position, follow);
            sink.begin(window, last);
            int cut = framing.cut(window, sink);
            sink.throwIfUnfit();
            read.readTo(window, position + cut);
            if (sink.isFull()) {
                return Turn.MORE;
            }
            if (end) {
                return last ? Turn.DONE : Turn.AT_END;
            }
            if (read.position() >= turnEnd) {
                return Turn.MORE;
            }
            filled -= cut;
            System.arraycopy(bytes, cut, bytes, 0, filled);
            if (filled == bytes.length) {
                bytes = grown(bytes);
            }
        }
    }

    private byte[] grown(byte[] full) {
        if (full.length >= framing.largestWindow()) {
            throw new IllegalStateException(framing + " does nothing with " + full.length + " bytes at "
                    + read.position() + " of " + view.found().path());
        }
        return shared.window().grown(framing.largestWindow());
    }

    private Follow follow(boolean end, long position) {
        if (!end) {
            return Follow.MORE;
        }
        Follow quiet = quietEnd.seen(position, shared.vfs().nanoTime());
        return ended ? Follow.NOTHING : quiet;
    }

    /** Reads what stands before the first frame. Returns false if it is not whole yet. */
    private boolean knowsPrologue() throws IOException, FramingException {
        byte[] bytes = shared.window().forTurn();
        int filled = 0;
        boolean end = false;
        while (prologue == null) {
            Follow follow = end && ended ? Follow.NOTHING : Follow.MORE;
            int length = framing.prologue(new Window(bytes, 0, filled, 0, follow));
            if (length >= 0) {
                prologue = ByteBuffer.wrap(Arrays.copyOf(bytes, length));
            } else if (end) {
                return false;
            } else {
                if (filled == bytes.length) {
                    bytes = shared.window().grown(framing.largestWindow());
                }
                int got = file.content().read(ByteBuffer.wrap(bytes, filled, bytes.length - filled), filled);
                end = got < 0;
                filled += Math.max(0, got);
            }
        }
        return true;
    }

    /** As if nothing was read behind that frame. The file has to be opened again. */
    private void backTo(Proof.Point lastFrame, long frameCount) {
        file.close();
        framing = shared.framings().get();
        read.backTo(lastFrame, frameCount);
    }

    // ---- whether it is the same content

    /** Whether the file holds what was read before this turn, and in it. Compressed files are not written to in place. */
    private Verdict stillThere(Proof before) throws IOException {
        Content content = file.content();
        if (content.compression() != Compression.NONE) {
            return Verdict.SAME;
        }
        boolean grew = read.position() > before.position();
        boolean changed = grew || !view.found().stat().equals(checkedWith);
        checkedWith = view.found().stat();
        Verdict verdict = shared.check().headAndTail(content, before);
        if (verdict == Verdict.SAME && grew) {
            verdict = shared.check().headAndTail(content, read.proof());
        }
        if (verdict == Verdict.SAME && wasAtEnd && changed && shared.check().isTailPeriodic(content, before)) {
            verdict = wholeIfNotTooMuch(before);
        }
        return verdict;
    }

    /** Whether a file that was just opened holds what was read of it before. */
    private Verdict proven() throws IOException {
        if (isUnproven()) {
            trust();
            return Verdict.SAME;
        }
        Proof known = read.proof();
        Verdict verdict = shared.check().headAndTail(file.content(), known);
        if (verdict == Verdict.SAME && settings.chunked() && !read.hasSha256()) {
            // The state of a digest cannot be stored: it is made anew of all that was read.
            MessageDigest digest = ReadSoFar.newSha256();
            verdict = shared.check().whole(file.content(), known, (bytes, length) -> digest.update(bytes, 0, length));
            read.sha256(digest);
        } else if (verdict == Verdict.SAME && afterRestart) {
            verdict = wholeIfNotTooMuch(known);
        }
        if (verdict == Verdict.SAME && afterRestart) {
            afterRestart = false;
            mostBytes = Math.max(mostBytes, view.found().stat().bytes());
        }
        return verdict;
    }

    private Verdict wholeIfNotTooMuch(Proof known) throws IOException {
        return known.position() <= settings.verifyBytes() ? shared.check().whole(file.content(), known) : Verdict.SAME;
    }

    /** Takes a position that a person has set as it is: the content before it becomes the proof. */
    private void trust() throws IOException {
        Continuity fresh = new Continuity(Proof.NOTHING_READ);
        PrefixHash unused = new PrefixHash(PrefixMark.START);
        MessageDigest digest = ReadSoFar.newSha256();
        boolean reached = shared.check().readOn(file.content(), unused, unprovenPosition, (bytes, length) -> {
            fresh.advance(bytes, 0, length);
            digest.update(bytes, 0, length);
        });
        if (!reached) {
            throw new IOException("the position " + unprovenPosition + " that was set for " + view.key()
                    + " lies behind the end of " + view.found().path() + ": set it to at most its size");
        }
        read = new ReadSoFar(fresh, read.frames(), digest);
        unprovenPosition = -1;
        afterRestart = false;
        mostBytes = Math.max(mostBytes, view.found().stat().bytes());
    }

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
        begin(next, new ReadSoFar(Proof.NOTHING_READ, 0));
    }
}
