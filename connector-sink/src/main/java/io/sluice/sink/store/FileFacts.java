package io.sluice.sink.store;

import io.sluice.sink.store.log.DataFile.ValueRange;
import java.util.Map;

/**
 * What whoever wrote a file knows of it.
 *
 * @param first the first offset of the source in it, null if there is no source
 * @param last the last one
 */
public record FileFacts(long rows, Long first, Long last, Map<String, ValueRange> ranges) {
    public FileFacts {
        ranges = Map.copyOf(ranges);
    }

    public static FileFacts ofRows(long rows) {
        return new FileFacts(rows, null, null, Map.of());
    }

    public FileFacts withOffsets(long firstOffset, long lastOffset) {
        return new FileFacts(rows, firstOffset, lastOffset, ranges);
    }
}
