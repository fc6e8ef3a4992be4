package io.sluice.sink.store.log;

import io.sluice.sink.store.targets.StagedObject;
import java.util.Map;

/**
 * A file of rows, as the log knows it. Immutable.
 *
 * @param name of the object, relative to the data set
 * @param checksum of the content, with its kind, such as {@code crc32c:1a2b3c4d}
 * @param first the first offset of the source in it, null if there is no source
 * @param last the last one
 * @param ranges the least and greatest value of columns
 * @param writer whose staging area it came from
 * @param staged what it was called there
 */
public record DataFile(
        String name,
        long rows,
        long bytes,
        String checksum,
        Long first,
        Long last,
        Map<String, ValueRange> ranges,
        String writer,
        String staged) {

    public static final String SUFFIX = ".parquet";

    public DataFile {
        Change.requireFile(name);
        ranges = ranges == null ? Map.of() : Map.copyOf(ranges);
    }

    /** What it takes to publish it. */
    public StagedObject stagedObject() {
        return new StagedObject(name, writer, staged, bytes);
    }

    /** The least and the greatest value of a column, as text. */
    public record ValueRange(String least, String greatest) {}
}
