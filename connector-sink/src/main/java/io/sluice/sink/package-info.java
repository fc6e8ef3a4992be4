/**
 * The Kafka Connect sink: topics into Parquet. The classes here only adapt to Connect: configuration, positions, pausing, the
 * dead-letter queue, metrics. What is done with records is in {@code rows} and {@code files}, what is done with files in
 * {@code store}.
 *
 * <p>The way of a record: {@link io.sluice.sink.ParquetSinkTask} → {@link io.sluice.sink.PartitionIntake}, which lets each offset
 * through once → {@link io.sluice.sink.files.PartitionWriter}, on its own lane: {@link io.sluice.sink.rows.RecordRows} →
 * {@link io.sluice.sink.files.OutputPartitions} → {@link io.sluice.sink.store.StagedFile} → commit log → publication.
 */
package io.sluice.sink;
