package org.apache.parquet;

import java.util.Map;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.format.converter.ParquetMetadataConverter;

/**
 * Read options that need no Hadoop class. The builder of {@link ParquetReadOptions} loads {@code ParquetInputFormat}, whose
 * parent is a class of Hadoop's, only to read a constant and a filter of it (apache/parquet-java issue 3780). The
 * constructor does not, but only this package may call it; hence this class in a package that is not ours. Remove it once
 * the issue is solved. Immutable; any thread.
 */
public final class PlainReadOptions extends ParquetReadOptions {
    private static final int MOST_ALLOCATION_BYTES = 8 << 20;

    /** Every filter on, page checksums verified, decompressed by {@code codecs}. */
    public PlainReadOptions(CompressionCodecFactory codecs) {
        super(
                false,
                true,
                true,
                true,
                true,
                true,
                true,
                false,
                false,
                FilterCompat.NOOP,
                ParquetMetadataConverter.NO_FILTER,
                codecs,
                new HeapByteBufferAllocator(),
                MOST_ALLOCATION_BYTES,
                Map.of(),
                null,
                null,
                new PlainParquetConfiguration());
    }
}
