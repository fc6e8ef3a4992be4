package io.sluice.source;

import io.sluice.connector.Values;
import io.sluice.source.framing.ByteChunkSettings;
import io.sluice.source.framing.CsvRowSettings;
import io.sluice.source.framing.EventSettings;
import io.sluice.source.framing.FramingSettings;
import io.sluice.source.framing.LineChunkSettings;
import io.sluice.source.framing.LineSettings;
import io.sluice.source.framing.TextEncoding;
import io.sluice.source.framing.WholeFileSettings;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the settings of the framing that a configuration asks for. */
final class Framings {

    private Framings() {}

    /** Notes what the framing refuses at the key that it names. Null if it refuses anything, or something was wrong before. */
    static FramingSettings of(Values values, FramingConfig config, RowsConfig rows) {
        boolean isIncomplete = config.charset() == null
                || config.delimiter() == null
                || (config.kind() == FramingConfig.Kind.MULTILINE && config.pattern() == null);
        if (isIncomplete) {
            return null;
        }
        try {
            return settings(config, rows);
        } catch (IllegalArgumentException e) {
            String key = keyIn(e.getMessage());
            // One problem has one message: ours, where we looked for it too.
            if (values.isFine(key)) {
                values.problem(key, e.getMessage());
            }
            return null;
        }
    }

    private static FramingSettings settings(FramingConfig config, RowsConfig rows) {
        return switch (config.kind()) {
            case LINES -> lines(config, config.dropEmptyLines());
            case JSON -> lines(config, true);
            case CSV -> new CsvRowSettings(rows.csv(), true, config.maxLineBytes(), config.longLines());
            case LINE_CHUNKS ->
                new LineChunkSettings(config.chunkBytes(), config.longLines(), Optional.ofNullable(rows.csv()));
            case BYTES -> new ByteChunkSettings(config.chunkBytes());
            case WHOLE_FILE -> new WholeFileSettings(config.maxFileBytes(), config.longLines());
            case MULTILINE ->
                new EventSettings(
                        TextEncoding.of(config.charset()),
                        config.delimiter(),
                        config.pattern(),
                        config.match(),
                        config.negate(),
                        config.maxLines(),
                        config.maxLineBytes(),
                        config.longLines());
        };
    }

    private static LineSettings lines(FramingConfig config, boolean dropEmptyLines) {
        return new LineSettings(
                TextEncoding.of(config.charset()),
                config.delimiter(),
                dropEmptyLines,
                config.maxLineBytes(),
                config.longLines());
    }

    private static String keyIn(String message) {
        return Stream.of(
                        FramingConfig.CHARSET,
                        FramingConfig.DELIMITER,
                        FramingConfig.LONG_LINES,
                        FramingConfig.MAX_LINE_BYTES,
                        FramingConfig.CHUNK_BYTES,
                        FramingConfig.MULTILINE_MAX_LINES,
                        FramingConfig.MAX_FILE_BYTES)
                .filter(message::startsWith)
                .findFirst()
                .orElse(FramingConfig.FRAMING);
    }
}
