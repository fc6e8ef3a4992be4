/**
 * Parquet files by parquet-java, without Hadoop at run time and without Kafka: {@link io.sluice.sink.parquet.RowFile} writes
 * and reads rows through whatever holds the bytes, {@link io.sluice.sink.parquet.Codecs} compresses them.
 *
 * <p>parquet-java's own readers and writers block and belong to one thread at a time, so everything here does.
 */
package io.sluice.sink.parquet;
