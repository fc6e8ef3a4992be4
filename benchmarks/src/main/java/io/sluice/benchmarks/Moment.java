package io.sluice.benchmarks;

/**
 * How far everyone was at a moment.
 *
 * @param seconds since a run began
 * @param appended trades that the feed has written
 * @param rows trades that are in committed Parquet files
 * @param bars trades that are in bars that were seen
 */
record Moment(double seconds, long appended, long rows, long bars) {}
