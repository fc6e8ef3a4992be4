package io.sluice.sink.rows;

import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/** UUIDs as columns hold them. Stateless. */
final class UuidBytes {
    private static final Pattern TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private UuidBytes() {}

    static boolean isUuid(String text) {
        return TEXT.matcher(text).matches();
    }

    static byte[] of(long most, long least) {
        return ByteBuffer.allocate(ParquetTypes.UUID_BYTES)
                .putLong(most)
                .putLong(least)
                .array();
    }
}
