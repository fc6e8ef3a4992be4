package io.sluice.source.framing;

import io.sluice.record.CsvFormat;
import java.util.Objects;
import java.util.Set;

/**
 * One frame per CSV row, without its line end; fields in quotes may hold line ends. Rows are cut as {@code CsvRows}
 * cuts them (see {@code deploy/topics/rows.md}), so a decoder that is given frame after frame finds the rows it would
 * find in the file, exactly if it is given each with its line end, which lies behind the frame in the same array, up to
 * {@code next}: without it, the second of two carriage returns before a line feed looks like a part of the line end. A
 * flush changes nothing.
 *
 * <p>The header row, if the format has one, is no frame: {@code next} passes over it. Who decodes rows learns it with
 * {@link Framing#prologue} and {@code CsvRows.learnHeader}. It must lie within the first {@code maxLineBytes}.
 *
 * <p>A row with broken quoting is bad ({@code MALFORMED}) and costs its own line. A quote that is not closed within
 * {@code maxLineBytes} of the row's start counts as never closed. What else is longer than that, and is skipped, ends
 * at the next line end behind it.
 *
 * @param dropEmptyLines whether empty lines give no frame; false only makes sense for rows of one column, where an
 *     empty line is a row, which a decoder finds only if it is given the line end
 * @param maxLineBytes 16 to 2^30
 * @param overLong fail or skip
 */
public record CsvRowSettings(CsvFormat format, boolean dropEmptyLines, int maxLineBytes, OverLong overLong)
        implements FramingSettings {

    public CsvRowSettings {
        Objects.requireNonNull(format, "format");
        Limits.check(LineSettings.MAX_LINE_BYTES, maxLineBytes, Limits.LEAST_LINE_BYTES, Limits.MOST_BYTES);
        Objects.requireNonNull(overLong, "overLong")
                .checkIn(Set.of(OverLong.FAIL, OverLong.SKIP), "a part of a row is not a row");
    }

    /** Empty lines dropped, a row of more than 1 MiB fails the file. */
    public static CsvRowSettings standard(CsvFormat format) {
        return new CsvRowSettings(format, true, LineSettings.standard().maxLineBytes(), OverLong.FAIL);
    }

    public CsvRowSettings withDropEmptyLines(boolean newDropEmptyLines) {
        return new CsvRowSettings(format, newDropEmptyLines, maxLineBytes, overLong);
    }

    public CsvRowSettings withMaxLineBytes(int newMaxLineBytes) {
        return new CsvRowSettings(format, dropEmptyLines, newMaxLineBytes, overLong);
    }

    public CsvRowSettings withOverLong(OverLong newOverLong) {
        return new CsvRowSettings(format, dropEmptyLines, maxLineBytes, newOverLong);
    }

    @Override
    public Framing newFraming() {
        return new CsvRowsFraming(this);
    }
}
