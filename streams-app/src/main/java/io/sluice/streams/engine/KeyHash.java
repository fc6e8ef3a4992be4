package io.sluice.streams.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A hash of a key's bytes where they lie, of eight at once. Stateless. */
final class KeyHash {
    /** How many bytes a head has. */
    static final int HEAD = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIXER = 0x9E3779B97F4A7C15L;

    private KeyHash() {}

    /** The first eight bytes, or as many as there are and zeros. */
    static long head(byte[] bytes, int from, int length) {
        if (length >= HEAD) {
            return (long) LONGS.get(bytes, from);
        }
        if (from + HEAD <= bytes.length) {
            return (long) LONGS.get(bytes, from) & ((1L << (Byte.SIZE * length)) - 1);
        }
        long head = 0;
        for (int i = 0; i < length; i++) {
            head |= (bytes[from + i] & 0xFFL) << (Byte.SIZE * i);
        }
        return head;
    }

    /** The hash of a key with this head. */
    static int of(long head, byte[] bytes, int from, int length) {
        long hash = (head ^ length) * MIXER;
        for (int i = HEAD; i < length; i += HEAD) {
            hash = (hash ^ (hash >>> Integer.SIZE) ^ head(bytes, from + i, Math.min(HEAD, length - i))) * MIXER;
        }
        return (int) (hash ^ (hash >>> Integer.SIZE));
    }
}
