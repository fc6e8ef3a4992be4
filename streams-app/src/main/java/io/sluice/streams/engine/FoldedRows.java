package io.sluice.streams.engine;

/** Takes what {@link PartialAggregates} folded, on its thread. */
public interface FoldedRows {
    /** Bytes for the repartition topic's partition; they are the receiver's to keep. */
    void send(int partition, byte[] value);
}
