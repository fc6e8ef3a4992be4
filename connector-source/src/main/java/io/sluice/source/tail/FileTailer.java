package io.sluice.source.tail;

import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.VfsFile;
import io.sluice.source.content.Compression;
import io.sluice.source.content.Content;
import io.sluice.source.framing.FrameSink;
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
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
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
        /** It cannot be read now, and will be tried again. */
        FAILED
    }

    private final Tailing<R> shared;
    private final Outstanding outstanding;
    private FileView view;
    private Continuity continuity;
    private Framing framing;
    private Content content;

    /** Behind what the framing has taken, perhaps without a frame of it yet; the hash is there too. */
    private long readTo;

    private long frames;

    /** Behind the last frame. */
    private Proof.Point framed;

    /** The most bytes that the file was seen to have with this content. */
    private long mostBytes;

    /** What was replaced lately, for who asks. */
    private Orphan replaced;

    private Phase phase;
    /** The position of the state that came from the store without a proof, until it is established; else -1. */
    private long unprovenPosition = -1;

    private boolean checkFirst = true;
    private boolean afterRestart;
    /** Whether the content ended where the last turn did: what stands behind that by now may be other content. */
    private boolean wasAtEnd;

    /** What was said of the file when its content was last compared. */
    private FileStat checkedWith;

    private boolean ended;
    private long charged;

    /** Where the content ended when that was seen last, and since when, by the clock for spans. */
    private long knownEnd;

    private long endSince;

    /** Of all bytes read, where the last chunk is to carry it; else null. */
    private MessageDigest sha256;

    /** What stands before the first frame and is to be known to understand any; null before it was read. */
    private ByteBuffer prologue;

    private IOException failure;
    private boolean compressed;

    FileTailer(Tailing<R> shared, String key, FoundFile found, FileState stored) {
        this.shared = shared;
        this.outstanding = new Outstanding(shared.budget());
        if (stored == null) {
            begin(new FileView(key, key + ":0", 0, found));
            return;
        }
        view = new FileView(key, stored.id(), stored.generation(), found);
        Proof proof = stored.proof() == null ? Proof.NOTHING_READ : stored.proof();
        unprovenPosition = stored.proof() == null ? stored.position() : -1;
        continuity = new Continuity(proof);
        framed = continuity.point();
        mostBytes = found.stat().bytes();
        readTo = proof.position();
        frames = stored.frames();
        phase = stored.phase() == Phase.RELEASED ? Phase.READING : stored.phase();
        framing = shared.framings().get();
        afterRestart = true;
    }

    private void begin(FileView content) {
        view = content;
        continuity = new Continuity(Proof.NOTHING_READ);
        framed = continuity.point();
        mostBytes = content.found().stat().bytes();
        framing = shared.framings().get();
        readTo = 0;
        frames = 0;
        phase = Phase.READING;
        checkFirst = true;
        afterRestart = false;
        wasAtEnd = false;
        prologue = null;
        knownEnd = 0;
        sha256 = isHashed() ? newSha256() : null;
        unprovenPosition = -1;
    }

    private boolean isHashed() {
        return shared.settings().chunked();
    }

    FileView view() {
        return view;
    }

    long position() {
        return readTo;
    }

    boolean isOpen() {
        return content != null;
    }

    /** Why the last turn failed. */
    IOException failure() {
        return failure;
    }

    /** What the records of the last turn count for. */
    long charged() {
        return charged;
    }

    /** Whether what was opened of it last was compressed: such a file is whole once it is at rest. */
    boolean isCompressed() {
        return compressed;
    }

    boolean isDone() {
        return phase == Phase.DONE;
    }

    boolean hasNothingOutstanding() {
        return outstanding.isNone();
    }

    /** Where the file is now, and how large. */
    void seen(FoundFile found) {
        FileView before = view;
        view = new FileView(before.key(), before.id(), before.generation(), found);
        mostBytes = Math.max(mostBytes, found.stat().bytes());
        if (!before.found().path().equals(found.path())) {
            shared.events().renamed(before, view);
        }
    }

    /** What is stored once all that was read has arrived. */
    FileState state() {
        return new FileState(
                view.id(),
                view.found().path().toString(),
                view.generation(),
                frames,
                phase,
                framed.proof(),
                framed.position(),
                view.found().stat().bytes(),
                view.found().stat().modified().toEpochMilli());
    }

    /** The content as one that is not at its place any more. */
    Orphan orphan(String storedAs) {
        return new Orphan(view, state(), storedAs, mostBytes, shared.vfs().nanoTime());
    }

    /** What the last turn found replaced by other content, once; else null. */
    Orphan takeReplaced() {
        Orphan taken = replaced;
        replaced = null;
        return taken;
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
        if (shared.settings().chunked()) {
            // Its last chunk was sent: more of the same content cannot follow it.
            renew();
        }
    }

    /**
     * Reads on, and adds the records of what it read.
     *
     * @param allowance how many bytes the records may count for; the last of them may go beyond it. {@link #charged} says
     *     for how many they do
     */
    Turn turn(long allowance, List<R> records) throws FramingException, UnfitFrameException {
        charged = 0;
        if (phase == Phase.DONE) {
            return Turn.DONE;
        }
        try {
            if (!open()) {
                return Turn.AT_END;
            }
            return readOn(allowance, records);
        } catch (IOException e) {
            close();
            failure = e;
            return Turn.FAILED;
        }
    }

    /** Returns false if the file is not, or no longer, where it was seen. */
    private boolean open() throws IOException {
        if (content != null) {
            return true;
        }
        VfsFile file;
        try {
            if (!isAtItsPath()) {
                return false;
            }
            file = shared.vfs().open(view.found().path(), OpenMode.READ);
        } catch (NoSuchFileException e) {
            return false;
        }
        boolean kept = false;
        try {
            // The same before and after: so it is the one that was opened.
            kept = isAtItsPath();
            if (kept) {
                content = shared.contents().open(file);
                compressed = content.compression() != Compression.NONE;
            }
        } catch (NoSuchFileException e) {
            kept = false;
        } catch (IOException | RuntimeException e) {
            kept = false;
            throw e;
        } finally {
            if (!kept) {
                file.close();
            }
        }
        checkFirst = true;
        return kept;
    }

    private boolean isAtItsPath() throws IOException {
        FileStat now = shared.vfs().stat(view.found().path());
        return now.isFile() && now.sameFile(view.found().stat());
    }

    private Turn readOn(long allowance, List<R> records) throws IOException, FramingException, UnfitFrameException {
        Proof before = continuity.proof();
        if (checkFirst) {
            Verdict verdict = proven(before);
            if (verdict != Verdict.SAME) {
                replaced(verdict);
                return Turn.MORE;
            }
            before = continuity.proof();
            checkFirst = false;
        }
        if (!knowsPrologue()) {
            return Turn.AT_END;
        }
        shared.records().turn(view, prologue.asReadOnlyBuffer());
        Proof.Point framedBefore = framed;
        long framesBefore = frames;
        Sink sink = new Sink(allowance, records);
        int first = records.size();
        long from = readTo;
        Turn turn;
        Verdict verdict;
        try {
            turn = read(sink);
            verdict = stillThere(before);
        } catch (IOException e) {
            sink.takeBack(records.subList(first, records.size()));
            backTo(framedBefore, framesBefore);
            throw e;
        }
        if (verdict != Verdict.SAME) {
            // What was read may be other content already: as if it never was.
            sink.takeBack(records.subList(first, records.size()));
            backTo(framedBefore, framesBefore);
            replaced(verdict);
            return Turn.MORE;
        }
        wasAtEnd = turn == Turn.AT_END;
        if (turn == Turn.DONE) {
            finish(sink);
        }
        shared.events().read(view, readTo - from, records.size() - first);
        return turn;
    }

    /** As if nothing was read behind that frame. The file has to be opened again. */
    private void backTo(Proof.Point lastFrame, long frameCount) {
        close();
        continuity = new Continuity(lastFrame.proof());
        framing = shared.framings().get();
        readTo = lastFrame.position();
        framed = lastFrame;
        frames = frameCount;
        sha256 = null;
    }

    /** Reads what stands before the first frame. Returns false if it is not whole yet. */
    private boolean knowsPrologue() throws IOException, FramingException {
        if (prologue != null) {
            return true;
        }
        byte[] bytes = shared.window().forTurn();
        int filled = 0;
        while (true) {
            int length = framing.prologue(new Window(bytes, 0, filled, 0, Follow.MORE));
            if (length >= 0) {
                prologue = ByteBuffer.wrap(Arrays.copyOf(bytes, length));
                return true;
            }
            if (filled == bytes.length) {
                bytes = shared.window().grown(framing.largestWindow());
            }
            int read = content.read(ByteBuffer.wrap(bytes, filled, bytes.length - filled), filled);
            if (read < 0) {
                length = framing.prologue(new Window(bytes, 0, filled, 0, ended ? Follow.NOTHING : Follow.MORE));
                prologue = length < 0 ? null : ByteBuffer.wrap(Arrays.copyOf(bytes, length));
                return length >= 0;
            }
            filled += read;
        }
    }

    /** Whether the file holds what was read before this turn, and in it. Compressed files are not written to in place. */
    private Verdict stillThere(Proof before) throws IOException {
        if (content.compression() != Compression.NONE) {
            return Verdict.SAME;
        }
        boolean grew = continuity.position() > before.position();
        boolean changed = grew || !view.found().stat().equals(checkedWith);
        checkedWith = view.found().stat();
        Verdict verdict = shared.check().headAndTail(content, before);
        if (verdict == Verdict.SAME && grew) {
            verdict = shared.check().headAndTail(content, continuity.proof());
        }
        if (verdict == Verdict.SAME && wasAtEnd && changed && shared.check().isTailPeriodic(content, before)) {
            verdict = wholeIfNotTooMuch(before);
        }
        return verdict;
    }

    private Verdict proven(Proof known) throws IOException {
        if (unprovenPosition >= 0) {
            return trusted();
        }
        Verdict verdict = shared.check().headAndTail(content, known);
        if (verdict == Verdict.SAME && isHashed() && sha256 == null) {
            // The state of a digest cannot be stored: it is made anew of all that was read.
            MessageDigest digest = newSha256();
            verdict = shared.check().whole(content, known, (bytes, length) -> digest.update(bytes, 0, length));
            sha256 = digest;
        } else if (verdict == Verdict.SAME && afterRestart) {
            verdict = wholeIfNotTooMuch(known);
        }
        if (verdict == Verdict.SAME) {
            afterRestart = false;
        }
        return verdict;
    }

    private Verdict wholeIfNotTooMuch(Proof known) throws IOException {
        return known.position() <= shared.settings().verifyBytes()
                ? shared.check().whole(content, known)
                : Verdict.SAME;
    }

    /** Takes a position that a person has set as it is: the content before it becomes the proof. */
    private Verdict trusted() throws IOException {
        Continuity fresh = new Continuity(Proof.NOTHING_READ);
        PrefixHash unused = new PrefixHash(PrefixMark.START);
        MessageDigest digest = newSha256();
        boolean reached = shared.check().readOn(content, unused, unprovenPosition, (bytes, length) -> {
            fresh.advance(bytes, 0, length);
            digest.update(bytes, 0, length);
        });
        if (!reached) {
            throw new IOException("the position " + unprovenPosition + " that was set for " + view.key()
                    + " lies behind the end of " + view.found().path() + ": set it to at most its size");
        }
        continuity = fresh;
        framed = fresh.point();
        sha256 = isHashed() ? digest : null;
        readTo = unprovenPosition;
        unprovenPosition = -1;
        afterRestart = false;
        return Verdict.SAME;
    }

    /** What is in the file now is not what was read: it is read from its start, as other content. */
    private void replaced(Verdict verdict) {
        String reason =
                verdict == Verdict.SHORTER ? "it ends before what was read" : "what was read is not in it any more";
        shared.events().replaced(view, readTo, reason);
        close();
        replaced = orphan(view.id());
        renew();
    }

    private void renew() {
        int generation = view.generation() + 1;
        begin(new FileView(view.key(), view.key() + ":" + generation, generation, view.found()));
    }

    private Turn read(Sink sink) throws IOException, FramingException, UnfitFrameException {
        long turnEnd = readTo + shared.settings().turnBytes();
        byte[] bytes = shared.window().forTurn();
        int filled = 0;
        while (true) {
            int read = content.read(ByteBuffer.wrap(bytes, filled, bytes.length - filled), readTo + filled);
            boolean end = read < 0;
            filled += Math.max(0, read);
            boolean last = end && ended;
            Window window = new Window(bytes, 0, filled, readTo, end ? follow(readTo + filled) : Follow.MORE);
            sink.window = window;
            sink.ends = last;
            int cut = framing.cut(window, sink);
            if (sink.unfit != null) {
                throw sink.unfit;
            }
            hashTo(window, window.position() + cut);
            readTo = window.position() + cut;
            if (sink.isFull()) {
                return Turn.MORE;
            }
            if (end) {
                return last ? Turn.DONE : Turn.AT_END;
            }
            if (readTo >= turnEnd) {
                return Turn.MORE;
            }
            filled -= cut;
            System.arraycopy(bytes, cut, bytes, 0, filled);
            if (filled == bytes.length) {
                if (bytes.length >= framing.largestWindow()) {
                    throw new IllegalStateException(framing + " cuts nothing of " + filled + " bytes at " + readTo
                            + " of " + view.found().path());
                }
                bytes = shared.window().grown(framing.largestWindow());
            }
        }
    }

    /** What may follow where the content ends now. */
    private Follow follow(long end) {
        long now = shared.vfs().nanoTime();
        if (end != knownEnd) {
            knownEnd = end;
            endSince = now;
        }
        Duration quiet = Duration.ofNanos(now - endSince);
        Duration taken = shared.settings().partialLineAfter();
        if (ended || (taken != null && quiet.compareTo(taken) >= 0)) {
            return Follow.NOTHING;
        }
        return quiet.compareTo(shared.settings().flushAfter()) >= 0 ? Follow.LATER : Follow.MORE;
    }

    /** Whether there are bytes behind the last frame that may become one by waiting. */
    boolean holdsBack() {
        return knownEnd > readTo;
    }

    private void finish(Sink sink) throws UnfitFrameException {
        if (shared.settings().chunked() && !sink.last) {
            sink.endChunk();
        }
        phase = Phase.DONE;
        shared.events().finished(view, readTo);
        close();
    }

    private void hashTo(Window window, long position) {
        long done = continuity.position();
        if (position > done) {
            int from = window.from() + (int) (done - window.position());
            int to = from + (int) (position - done);
            continuity.advance(window.bytes(), from, to);
            if (sha256 != null) {
                sha256.update(window.bytes(), from, to - from);
            }
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private String sha256() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    void close() {
        if (content == null) {
            return;
        }
        try {
            content.close();
        } catch (IOException e) {
            // It was only read: there is nothing left to lose.
        }
        content = null;
    }

    /** Makes records of the frames of one turn. */
    private final class Sink implements FrameSink {
        private final long allowance;
        private final List<R> records;
        private Window window;

        /** Whether the window is the last of the file, not only of a line that nobody waits for. */
        private boolean ends;

        private boolean last;
        private UnfitFrameException unfit;

        Sink(long allowance, List<R> records) {
            this.allowance = allowance;
            this.records = records;
        }

        boolean isFull() {
            return charged >= allowance;
        }

        @Override
        public boolean frame(byte[] bytes, int from, int to, long position, long next) {
            return take(to - from, next, point -> shared.records().record(bytes, from, to, position, point));
        }

        @Override
        public boolean bad(byte[] bytes, int from, int to, long position, long next, Reason reason) {
            shared.events().bad(view, position, reason.text());
            return take(to - from, next, point -> shared.records().bad(bytes, from, to, position, reason, point));
        }

        @Override
        public void passed(long next) {
            hashTo(window, next);
            framed = continuity.point();
        }

        @Override
        public void shortened(long position) {
            shared.events().shortened(view, position);
        }

        private boolean take(int length, long next, Making<R> making) {
            hashTo(window, next);
            frames++;
            last = ends && next == window.position() + window.length();
            return add(length, making);
        }

        void endChunk() throws UnfitFrameException {
            frames++;
            last = true;
            boolean unused = add(0, point -> shared.records().record(new byte[0], 0, 0, readTo, point));
            if (unfit != null) {
                throw unfit;
            }
        }

        private boolean add(int length, Making<R> making) {
            int charge = length + TailSettings.FRAME_OVERHEAD;
            boolean closing = last && shared.settings().chunked();
            framed = continuity.point();
            FramePoint point =
                    new FramePoint(outstanding, view, framed, frames, closing, closing ? sha256() : null, charge);
            try {
                R record = making.of(point);
                if (record != null) {
                    records.add(record);
                    outstanding.sent();
                    charged += charge;
                }
            } catch (UnfitFrameException e) {
                unfit = e;
                return false;
            }
            return !isFull();
        }

        void takeBack(List<R> added) {
            outstanding.takenBack(added.size());
            added.clear();
            charged = 0;
        }
    }

    /** Makes the record of a frame at a point. */
    private interface Making<R> {
        R of(FramePoint point) throws UnfitFrameException;
    }
}
