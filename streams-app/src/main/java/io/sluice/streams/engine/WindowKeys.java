package io.sluice.streams.engine;

import io.sluice.streams.bytes.PackedWriter;

/** Keys of windows in a {@link SortedBytes}: the windows of one key, level and kind together, by their start. */
public final class WindowKeys {
    /** Windows that are open and have no room in their key's state. */
    static final int OPEN = 0;
    /** Windows that were emitted. */
    public static final int KEPT = 1;

    private WindowKeys() {}

    public static byte[] of(int kind, int level, byte[] key, long start) {
        PackedWriter out = new PackedWriter();
        out.writeByte(kind);
        out.writeByte(level);
        out.writeByte(key.length >> 24);
        out.writeByte(key.length >> 16);
        out.writeByte(key.length >> 8);
        out.writeByte(key.length);
        out.writeRaw(key, 0, key.length);
        // With the sign turned, so that bytes sort as numbers do.
        out.writeLong(start ^ Long.MIN_VALUE);
        return out.toBytes();
    }

    public static long start(byte[] windowKey) {
        long start = 0;
        for (int i = windowKey.length - 8; i < windowKey.length; i++) {
            start = (start << 8) | (windowKey[i] & 0xFF);
        }
        return start ^ Long.MIN_VALUE;
    }
}
