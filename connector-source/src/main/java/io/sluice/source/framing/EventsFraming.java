package io.sluice.source.framing;

import io.sluice.source.framing.EventSettings.Match;

/**
 * Cuts events of several lines: see {@link EventSettings}. Goes line by line; the window begins with the event, unless
 * that is too long to hold. Owned by the one reader that has the file.
 */
final class EventsFraming implements Framing {

    /** What came of looking at a line. */
    private enum Turn {
        AGAIN,
        NEEDS_MORE,
        SINK_FULL
    }

    private final TextEncoding encoding;
    private final LineFinder finder;
    private final LinePattern pattern;
    private final boolean matchesLast;
    private final int maxLines;
    private final int maxBytes;
    private final OverLong overLong;
    private final Succession succession = new Succession();

    // The event: where it begins, how many whole lines it has, and where the last of them ends. All positions in the
    // content.
    private long event;
    private int lines;
    private long end;
    private boolean splitting;
    private Remnant remnant;
    // The line behind them: where it begins, before where its end does not begin, and what the pattern says of it.
    private long line;
    private long searched;
    private boolean looked;
    private boolean matched;

    EventsFraming(EventSettings settings) {
        encoding = settings.encoding();
        finder = settings.lineEnd().finder(encoding);
        // A line that continues an event is one that does not begin one.
        boolean negate = settings.negate() != (settings.match() == Match.CONTINUATION);
        pattern = new LinePattern(settings.pattern(), encoding.charset(), negate);
        matchesLast = settings.match() == Match.END;
        maxLines = settings.maxLines();
        maxBytes = settings.maxBytes();
        overLong = settings.overLong();
    }

    @Override
    public int largestWindow() {
        return encoding.markBytes() + maxBytes + LinePattern.VISIBLE_BYTES + 2 * finder.longestEnd();
    }

    @Override
    public int cut(Window window, FrameSink sink) throws FramingException {
        if (succession.begins(window)) {
            int mark = encoding.markAtStart(window);
            if (mark < 0) {
                return 0;
            }
            line = window.position() + mark;
            beginEvent();
            if (mark > 0 && mark == window.length()) {
                sink.passed(line);
            }
        }
        Turn turn;
        do {
            turn = lookAtLine(window, sink);
        } while (turn == Turn.AGAIN);
        return succession.doneAt(window, (int) (done() - window.shift()));
    }

    private long done() {
        if (remnant == null) {
            return event;
        }
        return isJudged() ? searched : line;
    }

    /** Whether no more is to be learned from the line's beginning. */
    private boolean isJudged() {
        return looked || (lines == 0 && !matchesLast);
    }

    private Turn lookAtLine(Window window, FrameSink sink) throws FramingException {
        long shift = window.shift();
        if (line == shift + window.to()) {
            return window.isFlush() && lines > 0 ? close(window, sink) : Turn.NEEDS_MORE;
        }
        int from = (int) (Math.max(searched, window.position()) - shift);
        int found = finder.find(window.bytes(), from, window.to(), shift);
        searched = shift + (found < 0 ? finder.searched(from, window.to()) : found);
        boolean whole = found >= 0 || window.isLast();
        int lineEnd = found < 0 ? window.to() : lineEnd(window, found);

        if (!matchesLast && lines > 0) {
            if (!look(window, whole, lineEnd)) {
                return holdBack(window, sink);
            }
            if (matched) {
                return close(window, sink);
            }
        }
        // From here on the line belongs to the event.
        if (remnant == null && (lines == maxLines || isTooLong(shift + lineEnd, whole))) {
            return tooLong(window, sink);
        }
        if ((matchesLast && !look(window, whole, lineEnd)) || !whole) {
            return holdBack(window, sink);
        }
        boolean last = matchesLast && matched;
        lines++;
        end = shift + lineEnd;
        beginLine(shift + (found < 0 ? window.to() : found + finder.delimiterBytes()));
        return last ? close(window, sink) : Turn.AGAIN;
    }

    private int lineEnd(Window window, int found) {
        int begin = (int) (Math.max(line, window.position()) - window.shift());
        return finder.lineEnd(window.bytes(), begin, found);
    }

    private boolean isTooLong(long seen, boolean whole) {
        // What is seen of a line that is not whole may be its end in part.
        return seen - event >= maxBytes + (whole ? 1 : finder.longestEnd());
    }

    /** Asks the pattern once per line; false if too little of the line is there. */
    private boolean look(Window window, boolean whole, int lineEnd) throws FramingException {
        if (!looked) {
            int begin = (int) (line - window.shift());
            if (!whole && window.to() - begin < LinePattern.VISIBLE_BYTES + finder.longestEnd()) {
                return false;
            }
            matched = pattern.matches(window.bytes(), begin, lineEnd, line);
            looked = true;
        }
        return true;
    }

    /** The line is not whole. Something too long ends with a whole line, so it waits even at a flush. */
    private Turn holdBack(Window window, FrameSink sink) {
        return window.isFlush() && lines > 0 && remnant == null ? close(window, sink) : Turn.NEEDS_MORE;
    }

    private Turn close(Window window, FrameSink sink) {
        boolean more;
        if (remnant == null) {
            more = emit(window, end, sink);
        } else {
            more = remnant.finish(sink, line);
            remnant = null;
        }
        splitting = false;
        beginEvent();
        return more ? Turn.AGAIN : Turn.SINK_FULL;
    }

    private boolean emit(Window window, long to, FrameSink sink) {
        long shift = window.shift();
        return sink.frame(window.bytes(), (int) (event - shift), (int) (to - shift), event, line);
    }

    private void beginEvent() {
        event = line;
        lines = 0;
    }

    private void beginLine(long position) {
        line = position;
        searched = Math.max(searched, position);
        looked = false;
    }

    private Turn tooLong(Window window, FrameSink sink) throws FramingException {
        boolean byLines = lines == maxLines;
        String setting = byLines ? EventSettings.MAX_LINES : EventSettings.MAX_BYTES;
        int limit = byLines ? maxLines : maxBytes;
        if (overLong == OverLong.FAIL) {
            throw OverLong.failure("event", event, setting, limit, "skip, truncate or split");
        }
        if (overLong == OverLong.SPLIT) {
            return split(window, sink);
        }
        byte[] bytes = window.bytes();
        int begin = (int) (event - window.shift());
        int full = byLines ? (int) (end - window.shift()) : begin + maxBytes;
        if (overLong == OverLong.SKIP) {
            remnant = Remnant.bad(bytes, begin, full, event, OverLong.reason("event", setting, limit));
        } else {
            int to = byLines ? full : encoding.boundary(bytes, begin, full);
            remnant = Remnant.truncated(bytes, begin, to, event);
        }
        return Turn.AGAIN;
    }

    private Turn split(Window window, FrameSink sink) {
        if (!splitting) {
            sink.shortened(event);
            splitting = true;
        }
        if (lines == 0) {
            int begin = (int) (event - window.shift());
            end = window.shift() + encoding.boundary(window.bytes(), begin, begin + maxBytes);
            beginLine(end);
        }
        boolean more = emit(window, end, sink);
        beginEvent();
        return more ? Turn.AGAIN : Turn.SINK_FULL;
    }
}
