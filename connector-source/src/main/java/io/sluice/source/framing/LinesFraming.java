package io.sluice.source.framing;

/** Cuts lines: see {@link LineSettings}. Owned by the one reader that has the file. */
final class LinesFraming implements Framing {

    private static final String LINE = "line";
    private static final long NONE = -1;
    private static final int UNKNOWN = -1;

    private final TextEncoding encoding;
    private final LineFinder finder;
    private final boolean dropEmpty;
    private final int max;
    private final OverLong overLong;
    private final Succession succession = new Succession();

    // Position before which no end of the current line begins, so that a line that comes in many windows is read once.
    private long searched;
    private long passed = NONE;
    private boolean splitting;
    // Of the line whose beginning was given up; null most of the time.
    private Remnant remnant;

    LinesFraming(LineSettings settings) {
        encoding = settings.encoding();
        finder = settings.lineEnd().finder(encoding);
        dropEmpty = settings.dropEmptyLines();
        max = settings.maxLineBytes();
        overLong = settings.overLong();
    }

    @Override
    public int largestWindow() {
        return encoding.markBytes() + max + finder.longestEnd();
    }

    @Override
    public int cut(Window window, FrameSink sink) throws FramingException {
        int start = window.from();
        if (succession.begins(window)) {
            int mark = encoding.markAtStart(window);
            if (mark < 0) {
                return 0;
            }
            start += mark;
            passed = mark > 0 ? mark : NONE;
        }
        int done = lines(window, start, sink);
        if (passed != NONE) {
            sink.passed(passed);
            passed = NONE;
        }
        return succession.doneAt(window, done);
    }

    private int lines(Window window, int start, FrameSink sink) throws FramingException {
        byte[] bytes = window.bytes();
        int to = window.to();
        long shift = window.shift();
        int at = start;
        boolean more = true;
        while (more) {
            int from = (int) Math.max(at, searched - shift);
            int found = finder.find(bytes, from, to, shift);
            int end;
            int next;
            if (found >= 0) {
                searched = shift + found;
                end = finder.lineEnd(bytes, at, found);
                next = found + finder.delimiterBytes();
            } else {
                int known = finder.searched(from, to);
                searched = shift + known;
                if (window.isLast()) {
                    if (at == to && remnant == null) {
                        return to;
                    }
                    end = to;
                    next = to;
                } else if (remnant != null) {
                    return known;
                } else if (to - at < max + finder.longestEnd()) {
                    return at;
                } else {
                    end = UNKNOWN;
                    next = known;
                }
            }
            if (remnant != null) {
                more = finish(sink, shift + next);
            } else if (end != UNKNOWN && end - at <= max) {
                more = line(bytes, at, end, shift, next, sink);
            } else if (overLong == OverLong.SPLIT) {
                next = piece(bytes, at, shift, sink);
                more = emit(bytes, at, next, shift, next, sink);
            } else {
                remnant = tooLong(bytes, at, shift);
                if (end == UNKNOWN) {
                    return next;
                }
                more = finish(sink, shift + next);
            }
            at = next;
        }
        return at;
    }

    private boolean line(byte[] bytes, int from, int to, long shift, int next, FrameSink sink) {
        splitting = false;
        if (from == to && dropEmpty) {
            passed = shift + next;
            return true;
        }
        return emit(bytes, from, to, shift, next, sink);
    }

    private boolean emit(byte[] bytes, int from, int to, long shift, int next, FrameSink sink) {
        passed = NONE;
        return sink.frame(bytes, from, to, shift + from, shift + next);
    }

    private int piece(byte[] bytes, int from, long shift, FrameSink sink) {
        if (!splitting) {
            sink.shortened(shift + from);
            splitting = true;
        }
        return encoding.boundary(bytes, from, from + max);
    }

    private Remnant tooLong(byte[] bytes, int from, long shift) throws FramingException {
        if (overLong == OverLong.FAIL) {
            throw OverLong.failure(LINE, shift + from, LineSettings.MAX_LINE_BYTES, max, "skip, truncate or split");
        }
        if (overLong == OverLong.TRUNCATE) {
            return Remnant.truncated(bytes, from, encoding.boundary(bytes, from, from + max), shift + from);
        }
        return Remnant.bad(
                bytes, from, from + max, shift + from, OverLong.reason(LINE, LineSettings.MAX_LINE_BYTES, max));
    }

    private boolean finish(FrameSink sink, long next) {
        passed = NONE;
        Remnant finished = remnant;
        remnant = null;
        return finished.finish(sink, next);
    }
}
