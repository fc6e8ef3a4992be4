package io.sluice.source.framing;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * One frame per line, without what ends it. A byte order mark at position 0 is not part of the first line. A carriage
 * return at the very end of the content, with no line feed behind it, is data. A flush changes nothing.
 *
 * <p>A line of more than {@code maxLineBytes}, without its end, is dealt with as {@code overLong} says. Pieces of a
 * split line each have their own {@code next}, in the middle of the line. A line that is skipped or truncated is not
 * held in memory, however long it is; {@code next} stays before it until its end is found.
 *
 * @param dropEmptyLines whether empty lines give no frame
 * @param maxLineBytes 16 to 2^30
 */
public record LineSettings(
        TextEncoding encoding, LineEnd lineEnd, boolean dropEmptyLines, int maxLineBytes, OverLong overLong)
        implements FramingSettings {

    static final String MAX_LINE_BYTES = "max.line.bytes";
    private static final int DEFAULT_MAX_LINE_BYTES = 1 << 20;

    public LineSettings {
        Objects.requireNonNull(encoding, "encoding");
        Objects.requireNonNull(overLong, "overLong");
        Limits.check(MAX_LINE_BYTES, maxLineBytes, Limits.LEAST_LINE_BYTES, Limits.MOST_BYTES);
        lineEnd.finder(encoding);
    }

    /** UTF-8, newlines, empty lines kept, lines of more than 1 MiB fail the file. */
    public static LineSettings standard() {
        return new LineSettings(
                TextEncoding.of(StandardCharsets.UTF_8),
                LineEnd.newline(),
                false,
                DEFAULT_MAX_LINE_BYTES,
                OverLong.FAIL);
    }

    /** JSON lines: as standard, but empty lines are dropped, as they are no rows. */
    public static LineSettings jsonLines() {
        return standard().withDropEmptyLines(true);
    }

    /** The line end must be possible in the charset: to change both to what fits only together, use the constructor. */
    public LineSettings withCharset(Charset charset) {
        return new LineSettings(TextEncoding.of(charset), lineEnd, dropEmptyLines, maxLineBytes, overLong);
    }

    public LineSettings withLineEnd(LineEnd newLineEnd) {
        return new LineSettings(encoding, newLineEnd, dropEmptyLines, maxLineBytes, overLong);
    }

    public LineSettings withDropEmptyLines(boolean newDropEmptyLines) {
        return new LineSettings(encoding, lineEnd, newDropEmptyLines, maxLineBytes, overLong);
    }

    public LineSettings withMaxLineBytes(int newMaxLineBytes) {
        return new LineSettings(encoding, lineEnd, dropEmptyLines, newMaxLineBytes, overLong);
    }

    public LineSettings withOverLong(OverLong newOverLong) {
        return new LineSettings(encoding, lineEnd, dropEmptyLines, maxLineBytes, newOverLong);
    }

    @Override
    public Framing newFraming() {
        return new LinesFraming(this);
    }
}
