package io.sluice.sink.parquet;

import java.util.List;

/**
 * How files are laid out.
 *
 * @param zstdLevel for {@link Codec#ZSTD}, 1 to 22
 * @param rowGroupBytes about how much a row group holds, which is also about what a writer holds in memory
 * @param pageBytes about how much a page holds before it is compressed
 * @param dictionaryBytes how large the dictionary of a column may grow before the column does without; 0 for never one
 * @param pageVersion of data pages, 1 or 2
 * @param checksums whether each page has a CRC-32, which readers may check
 * @param blooms columns that have a bloom filter
 */
public record ParquetSettings(
        Codec codec,
        int zstdLevel,
        long rowGroupBytes,
        int pageBytes,
        int dictionaryBytes,
        int pageVersion,
        boolean checksums,
        List<Bloom> blooms) {

    public static final ParquetSettings DEFAULT = new ParquetSettings(Codec.ZSTD, 3, 64L << 20, 1 << 20, 1 << 20);

    /**
     * A column with a bloom filter, so that readers who look for one value pass over row groups that lack it.
     *
     * @param column its name, with dots if it is nested
     * @param distinct about how many different values a row group holds; 0 if nobody knows
     */
    public record Bloom(String column, long distinct) {
        public Bloom {
            if (column.isBlank() || distinct < 0) {
                throw new IllegalArgumentException("bloom filter is for column '" + column + "' with " + distinct
                        + " values, but must be for a column, and for 0 or more");
            }
        }
    }

    public ParquetSettings {
        require("zstdLevel", zstdLevel, 1, 22);
        require("rowGroupBytes", rowGroupBytes, 1 << 10, 1L << 31);
        require("pageBytes", pageBytes, 1 << 7, 1 << 28);
        require("dictionaryBytes", dictionaryBytes, 0, 1 << 28);
        require("pageVersion", pageVersion, 1, 2);
        blooms = List.copyOf(blooms);
    }

    /** Pages of version 1 with checksums, no bloom filters. */
    public ParquetSettings(Codec codec, int zstdLevel, long rowGroupBytes, int pageBytes, int dictionaryBytes) {
        this(codec, zstdLevel, rowGroupBytes, pageBytes, dictionaryBytes, 1, true, List.of());
    }

    public ParquetSettings with(Codec other) {
        return new ParquetSettings(
                other, zstdLevel, rowGroupBytes, pageBytes, dictionaryBytes, pageVersion, checksums, blooms);
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " is " + value + ", but must be between " + least + " and " + most);
        }
    }
}
