package io.sluice.sink.files;

import io.sluice.sink.parquet.ParquetSettings;
import io.sluice.sink.parquet.RowFile;
import io.sluice.sink.rows.Row;
import io.sluice.sink.rows.RowShape;
import io.sluice.sink.rows.RowSupport;
import io.sluice.sink.store.RowContent;
import io.sluice.sink.store.StagedFile;
import java.io.IOException;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * A staged file that takes rows. The partition's lane writes it; then a thread of the pool for files finishes it, or the lane
 * discards it: one thread at a time.
 */
final class GrowingFile {
    /** What parquet-java holds for a file and for each of its columns before there is much in them, measured. */
    private static final long FILE_BYTES = 40 << 10;

    private static final long COLUMN_BYTES = 20 << 10;

    /** How much larger a dictionary is in memory than in the file, measured with the worst, one of numbers. */
    private static final long DICTIONARY_FACTOR = 3;

    private final StagedFile staged;
    private final RowShape shape;
    private final ParquetWriter<Row> writer;
    private final long span;
    private final int dictionaryBytes;
    private long rows;
    private long first = -1;
    private long last = -1;

    /** @param span which span of record time it takes rows of */
    GrowingFile(StagedFile staged, RowShape shape, long span, String writerVersion, ParquetSettings settings)
            throws IOException {
        this.staged = staged;
        this.shape = shape;
        this.span = span;
        this.dictionaryBytes = settings.dictionaryBytes();
        this.writer = RowFile.writer(staged, new RowSupport(shape, () -> footer(writerVersion)), Map.of(), settings);
    }

    private Map<String, String> footer(String writerVersion) {
        return Map.of(
                "sluice.offsets.first", Long.toString(first),
                "sluice.offsets.last", Long.toString(last),
                "sluice.schema.id", shape.id(),
                "sluice.writer.version", writerVersion);
    }

    boolean takes(Row row, long rowsSpan) {
        return row.shape() == shape && rowsSpan == span;
    }

    RowShape shape() {
        return shape;
    }

    void write(Row row, long offset) throws IOException {
        try {
            writer.write(row);
        } catch (IOException | RuntimeException broken) {
            requireStore();
            throw broken;
        }
        rows++;
        if (first < 0) {
            first = offset;
        }
        last = offset;
    }

    long rows() {
        return rows;
    }

    /** About how large the file would be if it were finished now; more, as what is not compressed yet counts in full. */
    long bytes() {
        return writer.getDataSize();
    }

    /** About how much it holds in memory. */
    long memoryBytes() {
        long buffered = Math.max(0, writer.getDataSize() - staged.bytes());
        long dictionaries = Math.min(buffered, (long) dictionaryBytes * shape.columns()) * DICTIONARY_FACTOR;
        return FILE_BYTES + COLUMN_BYTES * shape.columns() + buffered + dictionaries;
    }

    StagedFile staged() {
        return staged;
    }

    /** Writes the footer and makes the file durable. It may be committed then. */
    void finish() throws IOException {
        try {
            writer.close();
        } catch (IOException | RuntimeException broken) {
            requireStore();
            throw broken;
        }
        staged.seal(RowContent.facts(writer.getFooter()).withOffsets(first, last));
    }

    /** parquet-java says of some failed writes only that it could not write, so nobody could tell whether that may pass. */
    private void requireStore() throws IOException {
        if (staged.failure().isPresent()) {
            throw staged.failure().get();
        }
    }

    void discard() throws IOException {
        staged.discard();
    }
}
