package io.sluice.source.framing;

import io.sluice.source.framing.Window.Follow;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Hands a content to framings in windows of any size, as a reader would that is interrupted all the time. */
final class Reading {

    private static final byte[] FOREIGN = {'\n', 0, '\r', '#', 'a', ',', '"'};

    private final byte[] content;
    private final Supplier<Framing> framings;
    private final RecordingSink sink;
    private final Random random;
    private Framing framing;
    private int at;
    private int end;
    private int shown;

    Reading(byte[] content, int start, Supplier<Framing> framings, RecordingSink sink, Random random) {
        this.content = content;
        this.framings = framings;
        this.sink = sink;
        this.random = random;
        framing = framings.get();
        at = start;
        end = start;
        shown = start;
        sink.beginsAt(start);
    }

    /** In windows of any size, with flushes, restarts and a sink that is full at any time. A failure is recorded. */
    static void any(
            byte[] content,
            int start,
            Supplier<Framing> framings,
            RecordingSink sink,
            Random random,
            IntConsumer afterFlush) {
        Reading reading = new Reading(content, start, framings, sink, random);
        boolean flushing = false;
        try {
            while (!reading.isAtEnd()) {
                reading.more();
                int next = random.nextInt(12);
                if (next == 0) {
                    reading.restart();
                } else if (next < 3) {
                    flushing = true;
                    afterFlush.accept(reading.flush());
                    flushing = false;
                }
            }
            reading.finish();
        } catch (FramingException e) {
            sink.cuts.add(Cut.failed(e.position()));
            if (flushing) {
                afterFlush.accept(reading.shown);
            }
        }
    }

    /** The same without flushes and restarts. */
    static void withoutFlushes(
            byte[] content, int start, Supplier<Framing> framings, RecordingSink sink, Random random) {
        Reading reading = new Reading(content, start, framings, sink, random);
        try {
            while (!reading.isAtEnd()) {
                reading.more();
            }
            reading.finish();
        } catch (FramingException e) {
            sink.cuts.add(Cut.failed(e.position()));
        }
    }

    /** In one window. */
    static void wholly(byte[] content, int start, FramingSettings settings, RecordingSink sink) {
        Reading reading = new Reading(content, start, settings::newFraming, sink, new Random(0));
        try {
            reading.finish();
        } catch (FramingException e) {
            sink.cuts.add(Cut.failed(e.position()));
        }
    }

    /** Forgets all but where the sink says that one may begin. */
    void restart() {
        framing = framings.get();
        at = (int) sink.next();
        end = at;
    }

    /** Shows more, up to what the framing says it needs to get on, or further. */
    void more() throws FramingException {
        int most = random.nextBoolean() ? framing.largestWindow() : content.length;
        int step = random.nextInt(4) == 0 ? random.nextInt(content.length + 1) : random.nextInt(12);
        end = Math.max(end, Math.min(content.length, Math.min(end + step, at + most)));
        shown = Math.max(shown, end);
        cut(Follow.MORE);
    }

    /** Shows all that was ever shown, and that nothing follows for now; until all is cut. */
    int flush() throws FramingException {
        end = shown;
        cut(Follow.LATER);
        while (sink.drain()) {
            cut(Follow.LATER);
        }
        return end;
    }

    /** Shows all there is, and that nothing follows. */
    void finish() throws FramingException {
        end = content.length;
        cut(Follow.NOTHING);
        while (sink.drain()) {
            cut(Follow.NOTHING);
        }
        if (at != end) {
            throw new AssertionError("only " + at + " of " + end + " bytes of the last window are done with");
        }
    }

    boolean isAtEnd() {
        return end == content.length;
    }

    /** With foreign bytes around the window, which nobody may look at. */
    private void cut(Follow follow) throws FramingException {
        sink.drain();
        int before = random.nextInt(20);
        byte[] array = new byte[before + end - at + random.nextInt(20)];
        for (int i = 0; i < array.length; i++) {
            array[i] = FOREIGN[random.nextInt(FOREIGN.length)];
        }
        System.arraycopy(content, at, array, before, end - at);
        sink.window(at, end);
        int told = sink.cuts.size();

        int done = framing.cut(new Window(array, before, before + end - at, at, follow), sink);

        if (follow != Follow.NOTHING && !sink.isFull() && random.nextBoolean()) {
            checkAllIsCut(follow);
        }
        boolean gotOn = done > 0 || sink.cuts.size() > told || end - at < framing.largestWindow();
        at += done;
        if (!gotOn || done < 0 || at > end || at < sink.next()) {
            throw new AssertionError("did " + done + " bytes, to " + at + ", of a window to " + end + " while next is "
                    + sink.next() + "; largest window " + framing.largestWindow());
        }
    }

    /** A framing that begins where one may begin finds nothing to cut in what was shown: so nothing is held back too long. */
    private void checkAllIsCut(Follow follow) throws FramingException {
        int next = (int) sink.next();
        RecordingSink more = new RecordingSink();
        more.beginsAt(next);
        int unused = framings.get().cut(new Window(content, next, end, next, follow), more);
        if (!more.cuts.isEmpty()) {
            throw new AssertionError("held back from a window to " + end + ", " + follow + ": " + more.cuts);
        }
    }
}
