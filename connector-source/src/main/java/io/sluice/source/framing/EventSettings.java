package io.sluice.source.framing;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Frames of several lines that belong together, as a log message with its stack trace. The lines' ends stay in the
 * frame, but the last one's. A pattern, found anywhere in a line, says where events begin or end; an event is complete
 * when the next begins, or at a flush, which ends it with its last whole line: what would have continued it begins
 * another. A byte order mark at position 0 is no part of the first line.
 *
 * <p>Only the first 4 KiB of a line are matched, so that {@code $} and the like do not match a longer line's end. A
 * match may take thirty million steps, less than a second; beyond that, or if its groups nest too deep for the stack,
 * the file fails: whoever writes into it must not be able to hold up the reader.
 *
 * <p>An event of more than {@code maxLines} lines or {@code maxBytes} bytes, without its last line's end, is dealt with
 * as {@code overLong} says. Truncated, it keeps the lines or bytes allowed. Split, it is cut before the line with which
 * it would grow too long, and that line begins a new event, whatever the pattern says; a line that is longer by itself
 * is cut at a character boundary, and its rest counts as a line.
 *
 * @param pattern looked for in each line, without its end
 * @param negate whether the lines count in which the pattern is not found
 * @param maxLines 1 to a million
 * @param maxBytes 16 to 2^30
 */
public record EventSettings(
        TextEncoding encoding,
        LineEnd lineEnd,
        Pattern pattern,
        Match match,
        boolean negate,
        int maxLines,
        int maxBytes,
        OverLong overLong)
        implements FramingSettings {

    /** What a matching line is. */
    public enum Match {
        /** The first of an event; others continue the event before. */
        START,
        /** The last of an event. */
        END,
        /** It continues the event before; others begin one. */
        CONTINUATION
    }

    static final String MAX_LINES = "multiline.max.lines";
    static final String MAX_BYTES = "multiline.max.bytes";
    private static final int MOST_LINES = 1_000_000;
    private static final int DEFAULT_MAX_LINES = 500;
    private static final int DEFAULT_MAX_BYTES = 1 << 20;

    public EventSettings {
        Objects.requireNonNull(encoding, "encoding");
        Objects.requireNonNull(pattern, "pattern");
        Objects.requireNonNull(match, "match");
        Objects.requireNonNull(overLong, "overLong");
        Limits.check(MAX_LINES, maxLines, 1, MOST_LINES);
        Limits.check(MAX_BYTES, maxBytes, Limits.LEAST_LINE_BYTES, Limits.MOST_BYTES);
        lineEnd.finder(encoding);
    }

    /** UTF-8, newlines, events of up to 500 lines and 1 MiB; longer ones fail the file. */
    public static EventSettings standard(Pattern pattern, Match match) {
        return new EventSettings(
                TextEncoding.of(StandardCharsets.UTF_8),
                LineEnd.newline(),
                pattern,
                match,
                false,
                DEFAULT_MAX_LINES,
                DEFAULT_MAX_BYTES,
                OverLong.FAIL);
    }

    public EventSettings withCharset(Charset charset) {
        return new EventSettings(
                TextEncoding.of(charset), lineEnd, pattern, match, negate, maxLines, maxBytes, overLong);
    }

    public EventSettings withLineEnd(LineEnd newLineEnd) {
        return new EventSettings(encoding, newLineEnd, pattern, match, negate, maxLines, maxBytes, overLong);
    }

    public EventSettings withNegate(boolean newNegate) {
        return new EventSettings(encoding, lineEnd, pattern, match, newNegate, maxLines, maxBytes, overLong);
    }

    public EventSettings withLimits(int newMaxLines, int newMaxBytes) {
        return new EventSettings(encoding, lineEnd, pattern, match, negate, newMaxLines, newMaxBytes, overLong);
    }

    public EventSettings withOverLong(OverLong newOverLong) {
        return new EventSettings(encoding, lineEnd, pattern, match, negate, maxLines, maxBytes, newOverLong);
    }

    @Override
    public Framing newFraming() {
        return new EventsFraming(this);
    }
}
