package io.sluice.streams.rows;

import java.util.function.Function;

/**
 * A record as it was read, without the types of its client. Valid during the call only.
 *
 * @param topic it was read from
 * @param partition it was read from
 * @param offset in the partition
 * @param value its value; null for a tombstone
 * @param headers gives a header's value by name, or null
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on at once, never compared.
public record InputRecord(String topic, int partition, long offset, byte[] value, Function<String, byte[]> headers) {}
