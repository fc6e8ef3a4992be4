package io.sluice.sink.files;

import io.sluice.sink.parquet.ParquetSettings;
import java.time.Duration;

/**
 * How partitions are written.
 *
 * @param version of this program, for the footers
 * @param retryFor how long a store that does not answer is tried again
 * @param firstPause before the first time
 * @param longestPause between two times
 */
public record WriterSettings(
        String version,
        RotationSettings rotation,
        ParquetSettings parquet,
        Tombstones tombstones,
        boolean failOnIncompatible,
        Duration retryFor,
        Duration firstPause,
        Duration longestPause) {

    /** What becomes of records without a value. */
    public enum Tombstones {
        SKIP,
        FAIL,
        NULLS
    }
}
