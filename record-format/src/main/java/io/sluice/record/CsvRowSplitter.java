package io.sluice.record;

import java.util.Arrays;

/**
 * Finds the fields of one row at a time, and where the next row begins, whatever the row holds. Reused by one decoder,
 * on its thread; the findings are valid until the next {@link #split}.
 *
 * <p>Resynchronisation. A row whose quoting is broken is bad, and the next row begins after the first line end that
 * follows the fault: for a quote that is never closed, or is followed by text, after the line in which it opened. So an
 * unterminated quote costs its own line, not the rest of the chunk; the lines it would have swallowed are read again as
 * rows. No byte is read for this more than twice: a quoted field that fails ends at the next single quote, and lines
 * before it cannot fail at a later one.
 */
final class CsvRowSplitter {

    /** Fields beyond these are counted, not kept: no schema has so many, and a header that has them is refused. */
    static final int MAX_FIELDS = 65_536;

    private static final int INITIAL_FIELDS = 16;

    /** Equal to no byte: bytes are compared as -128 to 127. */
    private static final int NO_QUOTE = 256;

    private final int delimiter;
    private final int quote;
    private final long delimiters;
    private final long quotes;
    private final long newlines = Swar.repeat('\n');

    private int[] from;
    private int[] to;
    private boolean[] quoted;
    private boolean[] doubled;
    private int fields;
    private long seen;
    private int next;
    private int faultAt;
    private String fault;
    private boolean unclosed;

    CsvRowSplitter(CsvFormat format) {
        delimiter = format.delimiter();
        quote = format.quote().map(c -> (int) c).orElse(NO_QUOTE);
        delimiters = Swar.repeat(delimiter);
        // Without a quote, look for line ends twice: it costs nothing and needs no second loop.
        quotes = quote == NO_QUOTE ? newlines : Swar.repeat(quote);
        from = new int[INITIAL_FIELDS];
        to = new int[INITIAL_FIELDS];
        quoted = new boolean[INITIAL_FIELDS];
        doubled = new boolean[INITIAL_FIELDS];
    }

    /** Splits the row at {@code start}, which must be before {@code end}. */
    void split(byte[] bytes, int start, int end) {
        fields = 0;
        fault = null;
        unclosed = false;
        seen = 0;
        int at = start;
        // Every turn is one field. It ends behind the field's delimiter, or sets `next` at the end of the row.
        next = -1;
        while (next < 0) {
            at = at < end && bytes[at] == quote ? quotedField(bytes, at, end) : plainField(bytes, at, end);
        }
    }

    private int plainField(byte[] bytes, int start, int end) {
        int at = start;
        long highBits = 0;
        int stop = end;
        while (at < end) {
            if (end - at < Long.BYTES) {
                byte value = bytes[at];
                if (value == delimiter || value == '\n' || value == quote) {
                    stop = at;
                    break;
                }
                highBits |= value;
                at++;
                continue;
            }
            long word = Swar.word(bytes, at);
            highBits |= word;
            long marks = Swar.matches(word, delimiters) | Swar.matches(word, newlines) | Swar.matches(word, quotes);
            if (marks != 0) {
                stop = at + Swar.firstMark(marks);
                break;
            }
            at += Long.BYTES;
        }
        seen |= highBits;
        if (stop < end && bytes[stop] == quote) {
            return fault(
                    bytes, stop, end, "a quote inside an unquoted field: quote the whole field and double the quote");
        }
        if (stop < end && bytes[stop] == delimiter) {
            add(start, stop, false, false);
            return stop + 1;
        }
        int last = stop > start && bytes[stop - 1] == '\r' ? stop - 1 : stop;
        add(start, last, false, false);
        next = Math.min(stop + 1, end);
        return next;
    }

    private int quotedField(byte[] bytes, int opening, int end) {
        boolean hasDoubled = false;
        int at = opening + 1;
        while (true) {
            at = Swar.indexOf(bytes, at, end, quote);
            if (at == end) {
                unclosed = true;
                return fault(bytes, opening, end, "the quote is never closed");
            }
            if (at + 1 < end && bytes[at + 1] == quote) {
                hasDoubled = true;
                at += 2;
                continue;
            }
            break;
        }
        seen = Swar.HIGH_BITS;
        add(opening + 1, at, true, hasDoubled);
        int after = at + 1;
        if (after < end && bytes[after] == delimiter) {
            return after + 1;
        }
        int lineEnd = after < end && bytes[after] == '\r' ? after + 1 : after;
        if (lineEnd >= end) {
            next = end;
            return end;
        }
        if (bytes[lineEnd] == '\n') {
            next = lineEnd + 1;
            return next;
        }
        return fault(bytes, opening, end, "the quoted field is followed by text, or its quote is not closed");
    }

    private int fault(byte[] bytes, int at, int end, String reason) {
        fault = reason;
        faultAt = at;
        next = Math.min(Swar.indexOf(bytes, at, end, '\n') + 1, end);
        return next;
    }

    private void add(int start, int stop, boolean isQuoted, boolean hasDoubled) {
        if (fields == from.length && fields < MAX_FIELDS) {
            grow();
        }
        if (fields < from.length) {
            from[fields] = start;
            to[fields] = stop;
            quoted[fields] = isQuoted;
            doubled[fields] = hasDoubled;
        }
        fields++;
    }

    private void grow() {
        int size = from.length * 2;
        from = Arrays.copyOf(from, size);
        to = Arrays.copyOf(to, size);
        quoted = Arrays.copyOf(quoted, size);
        doubled = Arrays.copyOf(doubled, size);
    }

    /** How many fields the row has, also beyond {@link #MAX_FIELDS}. Undefined after a fault. */
    int fields() {
        return fields;
    }

    int from(int field) {
        return from[field];
    }

    int to(int field) {
        return to[field];
    }

    boolean isQuoted(int field) {
        return quoted[field];
    }

    /** Whether the field is quoted and holds a doubled quote, so that its bytes are not its text. */
    boolean hasDoubledQuote(int field) {
        return doubled[field];
    }

    /** Whether the row may hold bytes that are not ASCII. */
    boolean mayHoldNonAscii() {
        return (seen & Swar.HIGH_BITS) != 0;
    }

    /** Where the next row begins. */
    int next() {
        return next;
    }

    /** Why the row cannot be split, or null. */
    String fault() {
        return fault;
    }

    int faultAt() {
        return faultAt;
    }

    /** Whether the fault is that the input ends inside a quoted field: with more of it there might be none. */
    boolean isUnclosed() {
        return unclosed;
    }
}
