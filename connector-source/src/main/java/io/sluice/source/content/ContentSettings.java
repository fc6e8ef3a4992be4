package io.sluice.source.content;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which compressions are looked for, and what decompressing may cost.
 *
 * @param kinds the compressions that are told by a file's first bytes; a file of any other is plain. Empty switches telling off
 * @param largestWindowBytes the most memory that a file may ask for with its zstd window or its xz dictionary; zstd's own limit of
 *     128 MiB holds as well
 * @param largestContentBytes the most a file may decompress to
 * @param largestRatio how many times as large as the file its content may be, counted from the first 64 MiB of content on
 */
public record ContentSettings(
        Set<Compression> kinds, long largestWindowBytes, long largestContentBytes, long largestRatio) {

    /** What decompresses to less is harmless whatever its ratio: a small file of zeros has a large one. */
    static final long CONTENT_OF_ANY_RATIO_BYTES = 64L << 20;

    private static final long LEAST_WINDOW_BYTES = 64L << 10;
    private static final long MOST_WINDOW_BYTES = 2L << 30;

    public ContentSettings {
        EnumSet<Compression> compressed = EnumSet.noneOf(Compression.class);
        compressed.addAll(kinds);
        compressed.remove(Compression.NONE);
        kinds = Set.copyOf(compressed);
        check("largestWindowBytes", largestWindowBytes, LEAST_WINDOW_BYTES, MOST_WINDOW_BYTES);
        check("largestContentBytes", largestContentBytes, 1, Long.MAX_VALUE);
        check("largestRatio", largestRatio, 1, Long.MAX_VALUE);
    }

    /** All kinds, windows up to 128 MiB as zstd has it, content of any size, 10,000 times the file's at most. */
    public static ContentSettings defaults() {
        return new ContentSettings(EnumSet.allOf(Compression.class), 128L << 20, Long.MAX_VALUE, 10_000);
    }

    public ContentSettings withKinds(Set<Compression> only) {
        return new ContentSettings(only, largestWindowBytes, largestContentBytes, largestRatio);
    }

    public ContentSettings withLargestWindowBytes(long bytes) {
        return new ContentSettings(kinds, bytes, largestContentBytes, largestRatio);
    }

    public ContentSettings withLargestContentBytes(long bytes) {
        return new ContentSettings(kinds, largestWindowBytes, bytes, largestRatio);
    }

    public ContentSettings withLargestRatio(long ratio) {
        return new ContentSettings(kinds, largestWindowBytes, largestContentBytes, ratio);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " is " + value + ", but must be between " + least + " and " + most);
        }
    }
}
