package io.sluice.sink.files;

import java.time.Duration;

/**
 * When files are finished, and when what is finished is committed. A limit of a single file finishes that file, which then
 * waits for the commit; the others finish and commit everything of the partition.
 *
 * @param bytes about how large a file may grow
 * @param rows how many rows it may have, 0 for any number
 * @param age how old the oldest row may be that is not committed
 * @param idle how long nothing may come while something is not committed; zero for ever
 * @param recordTime rows of two such spans of record time do not share a file; zero if they may
 * @param leastInterval how long after a commit the next one may be at the earliest, but for age, idleness and closing
 */
public record RotationSettings(
        long bytes, long rows, Duration age, Duration idle, Duration recordTime, Duration leastInterval) {}
