package io.sluice.deploy.page;

/**
 * One commit to a table. Immutable.
 *
 * @param at in epoch milliseconds
 * @param number of the entry in the log of its partition
 * @param firstOffset of the topic's partition that is in it
 * @param lastOffset the last one
 */
public record Commit(
        String table,
        long at,
        long number,
        String topic,
        int partition,
        long firstOffset,
        long lastOffset,
        long files,
        long rows,
        long bytes) {

    /**
     * How far a table is in a partition.
     *
     * @param offset the next that is not committed
     * @param oldestUncommittedAgeMillis how long the oldest record behind it is in the topic; 0 if there is none, null if nobody
     *     knows
     */
    public record Progress(String table, String topic, int partition, long offset, Long oldestUncommittedAgeMillis) {}
}
