package io.sluice.streams.engine;

import org.apache.kafka.common.utils.Utils;

/** Which partition of the repartition topic has a key: as Kafka's own partitioner does it. Stateless. */
public final class KeyPartition {
    private KeyPartition() {}

    public static int of(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }
}
