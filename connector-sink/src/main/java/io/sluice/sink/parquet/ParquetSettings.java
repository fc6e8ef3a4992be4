package io.sluice.sink.parquet;

/**
 * How files are laid out.
 *
 * @param zstdLevel for {@link Codec#ZSTD}, 1 to 22
 * @param rowGroupBytes about how much a row group holds, which is also about what a writer holds in memory
 * @param pageBytes about how much a page holds before it is compressed
 * @param dictionaryBytes how large the dictionary of a column may grow before the column does without; 0 for never one
 */
public record ParquetSettings(Codec codec, int zstdLevel, long rowGroupBytes, int pageBytes, int dictionaryBytes) {

    public static final ParquetSettings DEFAULT = new ParquetSettings(Codec.ZSTD, 3, 64L << 20, 1 << 20, 1 << 20);

    public ParquetSettings {
        require("zstdLevel", zstdLevel, 1, 22);
        require("rowGroupBytes", rowGroupBytes, 1 << 10, 1L << 31);
        require("pageBytes", pageBytes, 1 << 7, 1 << 28);
        require("dictionaryBytes", dictionaryBytes, 0, 1 << 28);
    }

    public ParquetSettings with(Codec other) {
        return new ParquetSettings(other, zstdLevel, rowGroupBytes, pageBytes, dictionaryBytes);
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " is " + value + ", but must be between " + least + " and " + most);
        }
    }
}
