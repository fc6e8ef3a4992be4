package io.sluice.streams.engine;

import java.util.function.BiPredicate;

/** A sorted store of bytes: where windows go that a key's state has no room for. Used by one task's thread. */
public interface SortedBytes {
    /** The value, or null. */
    byte[] get(byte[] key);

    /** Sets the value; null removes it. */
    void put(byte[] key, byte[] value);

    /** Hands over entries from one key to another, both included, ascending, for as long as the receiver says true. */
    void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> receiver);
}
