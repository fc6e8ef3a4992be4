package io.sluice.source;

import io.sluice.connector.KeyGroup;
import io.sluice.connector.Values;
import io.sluice.source.content.Compression;
import io.sluice.source.content.ContentSettings;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** How compressed files are read: the keys of the group, and the settings that they make. */
final class CompressionConfig {

    static final String COMPRESSION = "compression";
    static final String MAX_DECOMPRESSED_BYTES = "max.decompressed.bytes";
    static final String MAX_DECOMPRESSION_RATIO = "max.decompression.ratio";
    static final String MAX_WINDOW_BYTES = "max.window.bytes";

    private static final String OFF = "none";

    private CompressionConfig() {}

    static void define(ConfigDef def) {
        ContentSettings defaults = ContentSettings.defaults();
        new KeyGroup(def, "Compression")
                .list(
                        COMPRESSION,
                        String.join(",", words()),
                        Importance.LOW,
                        "The compressions that are looked for in a file's first bytes, whatever its name; of such a file the"
                                + " decompressed content is read, and positions count its bytes. `none`: every file is read as it"
                                + " is.")
                .large(
                        MAX_DECOMPRESSED_BYTES,
                        defaults.largestContentBytes(),
                        1,
                        Long.MAX_VALUE,
                        Importance.LOW,
                        "The most that a file may decompress to; reading one with more fails.")
                .large(
                        MAX_DECOMPRESSION_RATIO,
                        defaults.largestRatio(),
                        1,
                        Long.MAX_VALUE,
                        Importance.LOW,
                        "How many times as large as the file its content may be, from the first 64 MiB of content on.")
                .large(
                        MAX_WINDOW_BYTES,
                        defaults.largestWindowBytes(),
                        64L << 10,
                        2L << 30,
                        Importance.LOW,
                        "The most memory that a file may ask for to be decompressed: a zstd window or an xz dictionary.");
    }

    /** Null if anything about it is wrong. */
    static ContentSettings read(Values values) {
        return values.checked(
                COMPRESSION,
                () -> new ContentSettings(
                        kinds(values.list(COMPRESSION)),
                        values.large(MAX_WINDOW_BYTES),
                        values.large(MAX_DECOMPRESSED_BYTES),
                        values.large(MAX_DECOMPRESSION_RATIO)));
    }

    private static Set<Compression> kinds(List<String> words) {
        if (words.equals(List.of(OFF))) {
            return Set.of();
        }
        EnumSet<Compression> kinds = EnumSet.noneOf(Compression.class);
        for (String word : words) {
            kinds.add(Arrays.stream(Compression.values())
                    .filter(kind ->
                            kind != Compression.NONE && KeyGroup.textOf(kind).equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + word + "' is none of " + String.join(", ", words()) + ", and none alone")));
        }
        return kinds;
    }

    private static List<String> words() {
        return KeyGroup.wordsOf(Compression.class)
                .filter(word -> !word.equals(OFF))
                .collect(Collectors.toList());
    }
}
