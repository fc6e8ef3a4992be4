package io.sluice.sink.parquet;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.PlainReadOptions;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;

/**
 * Opens Parquet files for writing and reading, set up so that no class of Hadoop's is loaded. Any thread may call; what is
 * opened belongs to one thread at a time.
 */
public final class RowFile {
    /** Only a writer's level matters; zstd is read at any. */
    private static final int ANY_LEVEL = 3;

    private RowFile() {}

    /**
     * A writer of rows. Closing it writes the footer and leaves {@code sink} open. After that {@link ParquetWriter#getFooter}
     * says what was written.
     *
     * @param rows how a row becomes values
     * @param footer key-values for the footer
     */
    public static <T> ParquetWriter<T> writer(
            ByteSink sink, WriteSupport<T> rows, Map<String, String> footer, ParquetSettings settings)
            throws IOException {
        Builder<T> builder = new Builder<>(new SinkFile(sink), rows)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new Codecs(settings.zstdLevel()))
                .withCompressionCodec(settings.codec().parquetName())
                .withRowGroupSize(settings.rowGroupBytes())
                .withPageSize(settings.pageBytes())
                .withDictionaryEncoding(settings.dictionaryBytes() > 0)
                .withDictionaryPageSize(Math.max(settings.dictionaryBytes(), 1))
                .withPageWriteChecksumEnabled(settings.checksums())
                .withWriterVersion(settings.pageVersion() == 1 ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0)
                .withExtraMetaData(footer);
        for (ParquetSettings.Bloom bloom : settings.blooms()) {
            builder.withBloomFilterEnabled(bloom.column(), true);
            if (bloom.distinct() > 0) {
                builder.withBloomFilterNDV(bloom.column(), bloom.distinct());
            }
        }
        return builder.build();
    }

    /** Opens a file for reading, and reads its footer. Closing the reader leaves {@code source} open. */
    public static ParquetFileReader reader(ByteSource source) throws IOException {
        try {
            return ParquetFileReader.open(new SourceFile(source), new PlainReadOptions(new Codecs(ANY_LEVEL)));
        } catch (RuntimeException notParquet) {
            throw new IOException(
                    source.name() + ": cannot be read as Parquet (" + notParquet.getMessage() + ")", notParquet);
        }
    }

    /** How many rows the footer says there are. */
    public static long rowCount(ByteSource source) throws IOException {
        try (ParquetFileReader reader = reader(source)) {
            return reader.getRecordCount();
        }
    }

    private static final class Builder<T> extends ParquetWriter.Builder<T, Builder<T>> {
        private final WriteSupport<T> rows;

        Builder(OutputFile file, WriteSupport<T> rows) {
            super(file);
            this.rows = rows;
        }

        @Override
        protected Builder<T> self() {
            return this;
        }

        // Abstract in the parent, and not called where the configuration is plain.
        @Override
        @SuppressWarnings("deprecation")
        protected WriteSupport<T> getWriteSupport(Configuration hadoops) {
            return rows;
        }

        @Override
        protected WriteSupport<T> getWriteSupport(ParquetConfiguration plain) {
            return rows;
        }
    }
}
