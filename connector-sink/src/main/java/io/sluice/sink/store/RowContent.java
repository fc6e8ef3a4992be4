package io.sluice.sink.store;

import io.sluice.sink.parquet.ByteSink;
import io.sluice.sink.parquet.ColumnRange;
import io.sluice.sink.parquet.ParquetSettings;
import io.sluice.sink.parquet.RowFile;
import io.sluice.sink.store.log.DataFile.ValueRange;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * Rows as a Parquet file.
 *
 * @param support how a row becomes values; used for one file at a time
 * @param rows read once
 * @param footer key-values for the footer
 */
public record RowContent<T>(
        WriteSupport<T> support, Iterator<T> rows, Map<String, String> footer, ParquetSettings settings)
        implements FileContent {

    @Override
    public FileFacts writeTo(ByteSink sink) throws IOException {
        ParquetWriter<T> writer = RowFile.writer(sink, support, footer, settings);
        try (writer) {
            while (rows.hasNext()) {
                writer.write(rows.next());
            }
        }
        return facts(writer.getFooter());
    }

    /** What the footer of a file says, for whoever writes Parquet in another way. */
    public static FileFacts facts(ParquetMetadata footer) {
        Map<String, ValueRange> ranges = new HashMap<>();
        ColumnRange.of(footer)
                .forEach((column, range) -> ranges.put(column, new ValueRange(range.least(), range.greatest())));
        long rows = footer.getBlocks().stream()
                .mapToLong(block -> block.getRowCount())
                .sum();
        return new FileFacts(rows, null, null, ranges);
    }
}
