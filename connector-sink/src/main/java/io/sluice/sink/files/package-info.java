/**
 * Rows on their way into files that count together: the middle of the sink. {@link io.sluice.sink.files.PartitionWriter} does
 * it for one partition of a topic: output partition, file, commit, publication.
 *
 * <h2>Threads</h2>
 *
 * <p>What a partition writer does is done one thing after another on its {@link io.sluice.sink.files.Lane}, on some thread of the
 * pool for rows. Files are finished (compressed, synced, closed) on the pool for files, several at once; tasks of that pool wait
 * for nothing but the store, so whoever waits for them waits for no circle. Whoever feeds the writer only hands over.
 */
package io.sluice.sink.files;
