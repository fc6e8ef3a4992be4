package io.sluice.deploy.page;

/**
 * The pipeline's figures of a few seconds, for the charts of the last hour. What is not known is null. Immutable.
 *
 * @param at the end of these seconds, in epoch milliseconds
 * @param latencyMillis how long the oldest record that is in no table is in its topic
 * @param errors what went wrong in these seconds
 */
public record Point(
        long at,
        Double bytesPerSecond,
        Double recordsPerSecond,
        Double barsPerSecond,
        Double rowsPerSecond,
        Long latencyMillis,
        long errors) {}
