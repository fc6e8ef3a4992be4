package io.sluice.source.framing;

/**
 * Frames of {@code chunkBytes} bytes each, wherever that cuts; the last is shorter. A flush changes nothing.
 *
 * @param chunkBytes 1 to 2^30
 */
public record ByteChunkSettings(int chunkBytes) implements FramingSettings {

    public ByteChunkSettings {
        Limits.check(LineChunkSettings.CHUNK_BYTES, chunkBytes, 1, Limits.MOST_BYTES);
    }

    /** 256 KiB. */
    public static ByteChunkSettings standard() {
        return new ByteChunkSettings(LineChunkSettings.DEFAULT_CHUNK_BYTES);
    }

    public ByteChunkSettings withChunkBytes(int newChunkBytes) {
        return new ByteChunkSettings(newChunkBytes);
    }

    @Override
    public Framing newFraming() {
        return new ByteChunksFraming(this);
    }
}
