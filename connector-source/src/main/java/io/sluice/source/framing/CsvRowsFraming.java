package io.sluice.source.framing;

import io.sluice.record.CsvFormat;
import io.sluice.record.CsvFormat.Header;
import io.sluice.record.CsvRowCutter;
import io.sluice.record.CsvRowCutter.Found;
import io.sluice.source.framing.FrameSink.Reason;

/** Cuts CSV rows: see {@link CsvRowSettings}. Owned by the one reader that has the file. */
final class CsvRowsFraming implements Framing {

    private static final String ROW = "row";
    private static final long NONE = -1;
    /** The longest line end. */
    private static final int LINE_END = 2;

    private final CsvFormat format;
    private final CsvRowCutter cutter;
    private final TextEncoding encoding;
    private final boolean dropEmpty;
    private final int max;
    private final OverLong overLong;
    private final Succession succession = new Succession();

    private long passed = NONE;
    private Remnant remnant;
    // The row that is not whole yet: where it begins, how far it was looked at, and the byte without which it has no
    // end.
    private long waiting = NONE;
    private long seen;
    private byte needed;

    CsvRowsFraming(CsvRowSettings settings) {
        format = settings.format();
        cutter = new CsvRowCutter(format);
        encoding = TextEncoding.of(format.charset());
        dropEmpty = settings.dropEmptyLines();
        max = settings.maxLineBytes();
        overLong = settings.overLong();
    }

    @Override
    public int largestWindow() {
        return longestHeader() + 1;
    }

    @Override
    public int prologue(Window beginning) throws FramingException {
        if (beginning.position() != 0) {
            throw new IllegalArgumentException("the window begins at byte " + beginning.position() + ", not 0");
        }
        if (format.header() == Header.NONE) {
            return 0;
        }
        int mark = encoding.markAtStart(beginning);
        if (mark < 0) {
            return -1;
        }
        byte[] bytes = beginning.bytes();
        // One byte more than is looked at tells whether the content ends there.
        boolean all = beginning.length() > longestHeader();
        boolean last = beginning.isLast() && !all;
        int to = all ? beginning.from() + longestHeader() : beginning.to();
        int at = beginning.from() + mark;
        while (at < to) {
            Found found = cutter.find(bytes, at, to, last || all);
            int next = cutter.next();
            if (all && bytes[next - 1] != '\n') {
                break;
            }
            if (!isKnown(found)) {
                return -1;
            }
            boolean empty = found == Found.ROW && contentEnd(bytes, at, next) == at;
            at = next;
            if (!empty || (format.header() == Header.SKIP && !dropEmpty)) {
                return at - beginning.from();
            }
        }
        if (last) {
            return to - beginning.from();
        }
        if (all) {
            throw new FramingException(
                    0,
                    "the header does not end within the first " + LineSettings.MAX_LINE_BYTES + " (" + max
                            + "): raise it, or set the header to none");
        }
        return -1;
    }

    private int longestHeader() {
        return encoding.markBytes() + max + LINE_END;
    }

    @Override
    public int cut(Window window, FrameSink sink) throws FramingException {
        int start = window.from();
        if (succession.begins(window) && window.position() == 0) {
            int skipped = format.header() == Header.NONE ? encoding.markAtStart(window) : prologue(window);
            if (skipped < 0) {
                return 0;
            }
            start += skipped;
            passed = skipped > 0 ? skipped : NONE;
        }
        int done = rows(window, start, sink);
        if (passed != NONE) {
            sink.passed(passed);
            passed = NONE;
        }
        return succession.doneAt(window, done);
    }

    private int rows(Window window, int start, FrameSink sink) throws FramingException {
        byte[] bytes = window.bytes();
        int to = window.to();
        long shift = window.shift();
        int at = start;
        boolean more = true;
        while (more) {
            if (remnant != null) {
                int found = ByteSearch.indexOf(bytes, at, to, (byte) '\n');
                if (found < 0 && !window.isLast()) {
                    return to;
                }
                at = found < 0 ? to : found + 1;
                more = finish(sink, shift + at);
                continue;
            }
            // What is looked at never depends on how much more the window holds.
            int end = at + Math.min(to - at, max + LINE_END);
            boolean all = end - at == max + LINE_END;
            boolean last = window.isLast() && end == to;
            if (at == to || !(all || last || mayEnd(bytes, at, to, shift))) {
                return at;
            }
            Found found = cutter.find(bytes, at, end, last || all);
            int next = cutter.next();
            boolean ends = last || bytes[next - 1] == '\n';
            if (!isKnown(found)) {
                waitFor(found, shift + at, shift + to);
                return at;
            }
            int content = contentEnd(bytes, at, next);
            if (found == Found.FAULT) {
                Reason reason = new Reason(Reason.Kind.MALFORMED, fault());
                if (ends) {
                    passed = NONE;
                    more = sink.bad(bytes, at, content, shift + at, shift + next, reason);
                } else {
                    remnant = Remnant.bad(bytes, at, next, shift + at, reason);
                }
            } else if (content - at > max || !ends) {
                remnant = tooLong(bytes, at, shift);
                more = !ends || finish(sink, shift + next);
            } else if (content == at && dropEmpty) {
                passed = shift + next;
            } else {
                passed = NONE;
                more = sink.frame(bytes, at, content, shift + at, shift + next);
            }
            at = next;
        }
        return at;
    }

    /** Whether what came since the row was looked at holds what it lacks, so that it is not read again for nothing. */
    private boolean mayEnd(byte[] bytes, int at, int to, long shift) {
        if (waiting != shift + at) {
            return true;
        }
        boolean found = ByteSearch.indexOf(bytes, (int) (seen - shift), to, needed) >= 0;
        seen = shift + to;
        return found;
    }

    private static boolean isKnown(Found found) {
        return found == Found.ROW || found == Found.FAULT;
    }

    private void waitFor(Found found, long position, long to) {
        waiting = found == Found.NEEDS_BYTE ? NONE : position;
        seen = to;
        needed = (byte) (found == Found.NEEDS_QUOTE ? format.quote().orElseThrow() : '\n');
    }

    /** Without the line end, if there is one; as for a decoder, a carriage return at the end of the content is one. */
    private static int contentEnd(byte[] bytes, int from, int next) {
        int end = bytes[next - 1] == '\n' ? next - 1 : next;
        return end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    }

    private String fault() {
        return cutter.isUnclosed()
                ? "the quote is not closed, or not within " + LineSettings.MAX_LINE_BYTES + " (" + max + ")"
                : cutter.fault().orElseThrow();
    }

    private boolean finish(FrameSink sink, long next) {
        passed = NONE;
        Remnant finished = remnant;
        remnant = null;
        return finished.finish(sink, next);
    }

    private Remnant tooLong(byte[] bytes, int from, long shift) throws FramingException {
        if (overLong == OverLong.FAIL) {
            throw OverLong.failure(ROW, shift + from, LineSettings.MAX_LINE_BYTES, max, "skip");
        }
        return Remnant.bad(
                bytes, from, from + max, shift + from, OverLong.reason(ROW, LineSettings.MAX_LINE_BYTES, max));
    }
}
