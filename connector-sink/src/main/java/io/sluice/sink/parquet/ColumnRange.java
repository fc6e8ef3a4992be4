package io.sluice.sink.parquet;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.PrimitiveType;

/** The least and the greatest value of a column in a file, as text. */
public record ColumnRange(String least, String greatest) {
    private static final int MOST_CHARS = 64;

    /** Of the columns that have statistics and no long values, which would only fill the log. */
    public static Map<String, ColumnRange> of(ParquetMetadata footer) {
        Map<String, Statistics<?>> least = new LinkedHashMap<>();
        Map<String, Statistics<?>> greatest = new LinkedHashMap<>();
        for (BlockMetaData block : footer.getBlocks()) {
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                Statistics<?> statistics = chunk.getStatistics();
                if (statistics != null && statistics.hasNonNullValue()) {
                    String column = chunk.getPath().toDotString();
                    PrimitiveType type = chunk.getPrimitiveType();
                    least.merge(column, statistics, (one, other) -> compareLeast(type, one, other) <= 0 ? one : other);
                    greatest.merge(
                            column, statistics, (one, other) -> compareGreatest(type, one, other) >= 0 ? one : other);
                }
            }
        }
        Map<String, ColumnRange> ranges = new LinkedHashMap<>();
        least.forEach((column, statistics) -> {
            ColumnRange range = new ColumnRange(
                    statistics.minAsString(), greatest.get(column).maxAsString());
            if (Math.max(range.least.length(), range.greatest.length()) <= MOST_CHARS) {
                ranges.put(column, range);
            }
        });
        return ranges;
    }

    private static int compareLeast(PrimitiveType type, Statistics<?> one, Statistics<?> other) {
        return type.<Object>comparator().compare(one.genericGetMin(), other.genericGetMin());
    }

    private static int compareGreatest(PrimitiveType type, Statistics<?> one, Statistics<?> other) {
        return type.<Object>comparator().compare(one.genericGetMax(), other.genericGetMax());
    }
}
