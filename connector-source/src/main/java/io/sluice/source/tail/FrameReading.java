package io.sluice.source.tail;

import io.sluice.source.content.Content;
import io.sluice.source.framing.Framing;
import io.sluice.source.framing.FramingException;
import io.sluice.source.framing.Window;
import io.sluice.source.framing.Window.Follow;
import io.sluice.source.tail.FileTailer.Turn;
import io.sluice.source.tail.RecordMaker.UnfitFrameException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads one content, and has its framing cut it into frames: from window to window, with what the framing has left of one at the
 * beginning of the next. Begins anew with another content. Owned by the reader thread.
 */
final class FrameReading<R> {

    private final Tailing<R> shared;
    private final QuietEnd quietEnd;
    private Framing framing;

    /** Up to which position the framing has looked, and a checksum of what it holds back before that. */
    private long seen;

    private long heldBack;

    /** What stands before the first frame and is to be known to understand any; null before it was read. */
    private ByteBuffer prologue;

    FrameReading(Tailing<R> shared) {
        this.shared = shared;
        this.framing = shared.framings().get();
        this.quietEnd = new QuietEnd(shared.settings(), framing.flushesWhileGrowing());
    }

    /** The framing forgets what it has seen: the next window may begin before that. */
    void restart() {
        framing = shared.framings().get();
        seen = 0;
    }

    /** How long until what stands behind a position may become a frame by waiting alone; null if nothing there will. */
    Duration heldFor(long position, long now) {
        return quietEnd.isBehind(position) ? quietEnd.untilNext(now) : null;
    }

    ByteBuffer prologue() {
        return prologue.asReadOnlyBuffer();
    }

    /**
     * Reads what stands before the first frame.
     *
     * @param ended whether nothing will follow in the file
     * @return false if it is not whole yet
     */
    boolean knowsPrologue(Content content, boolean ended) throws IOException, FramingException {
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
                int got = content.read(ByteBuffer.wrap(bytes, filled, bytes.length - filled), filled);
                end = got < 0;
                filled += Math.max(0, got);
            }
        }
        return true;
    }

    /** What the framing has looked at and holds back is not there any more: the file was cut behind what was read of it. */
    static final class HeldBackGoneException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Reads from where {@code read} ends, until the sink is full, the turn is over, or the content is.
     *
     * @throws HeldBackGoneException if reading has to begin anew behind the last frame
     */
    Turn read(Content content, FileView view, ReadSoFar read, boolean ended, TurnSink<R> sink)
            throws IOException, FramingException, UnfitFrameException, HeldBackGoneException {
        long turnEnd = read.position() + shared.settings().turnBytes();
        byte[] bytes = shared.window().forTurn();
        int filled = 0;
        boolean checked = false;
        while (true) {
            long position = read.position();
            int got = content.read(ByteBuffer.wrap(bytes, filled, bytes.length - filled), position + filled);
            boolean end = got < 0;
            filled += Math.max(0, got);
            if (position + filled < seen && !end) {
                bytes = filled < bytes.length ? bytes : grown(bytes, position, view);
                continue;
            }
            if (!checked && !holdsBack(bytes, filled, position)) {
                throw new HeldBackGoneException();
            }
            checked = true;
            seen = position + filled;
            boolean last = end && ended;
            // Of undecided content nothing is handed out, although there is some.
            long seenEnd = content.undecided() ? view.found().stat().bytes() : position + filled;
            Follow follow = follow(end, ended, position, seenEnd);
            if (follow == Follow.NOTHING && content.undecided() && seenEnd > 0) {
                content.settle();
                continue;
            }
            Window window = new Window(bytes, 0, filled, position, follow);
            sink.begin(window, last);
            int cut = framing.cut(window, sink);
            sink.throwIfUnfit();
            read.readTo(window, position + cut);
            heldBack = sum(bytes, cut, filled);
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
                bytes = grown(bytes, read.position(), view);
            }
        }
    }

    /** Whether the window begins with what the framing held back: it is shown the same again with more behind it, and nothing else. */
    private boolean holdsBack(byte[] bytes, int filled, long position) {
        int held = (int) Math.max(0, seen - position);
        return held <= filled && (held == 0 || sum(bytes, 0, held) == heldBack);
    }

    private static long sum(byte[] bytes, int from, int to) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, to - from);
        return sum.getValue();
    }

    private byte[] grown(byte[] full, long position, FileView view) {
        if (full.length >= framing.largestWindow()) {
            throw new IllegalStateException(framing + " does nothing with " + full.length + " bytes at " + position
                    + " of " + view.found().path());
        }
        return shared.window().grown(framing.largestWindow());
    }

    private Follow follow(boolean end, boolean ended, long position, long seenEnd) {
        if (!end) {
            return Follow.MORE;
        }
        Follow quiet = quietEnd.seen(position, seenEnd, shared.vfs().nanoTime());
        return ended ? Follow.NOTHING : quiet;
    }
}
