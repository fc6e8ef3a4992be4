package io.sluice.source.framing;

import io.sluice.record.CsvFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Frames of whole lines, with their line ends: as many as fit into {@code chunkBytes}, fewer at a flush. So frame for
 * frame they are the file, as the contract on chunks in {@code deploy/topics} asks, and what {@code over.long} skips is
 * missing from it. A line ends with the byte 0A, whatever the charset; a byte order mark stays in the first chunk. The
 * file's last line may lack its end.
 *
 * @param chunkBytes 1 to 2^30
 * @param overLong for a line that is longer than a chunk with its end: fail or skip
 * @param header the CSV in whose files a header row names the columns, which is told apart ({@link Framing#prologue}) and is in the
 *     first chunk all the same; empty if there is none, or nobody asks for it. It must fit into a chunk
 */
public record LineChunkSettings(int chunkBytes, OverLong overLong, Optional<CsvFormat> header)
        implements FramingSettings {

    static final String CHUNK_BYTES = "chunk.bytes";
    static final int DEFAULT_CHUNK_BYTES = 256 << 10;

    public LineChunkSettings {
        Limits.check(CHUNK_BYTES, chunkBytes, 1, Limits.MOST_BYTES);
        Objects.requireNonNull(overLong, "overLong")
                .checkIn(Set.of(OverLong.FAIL, OverLong.SKIP), "a chunk holds whole lines, never a part of one");
    }

    public LineChunkSettings(int chunkBytes, OverLong overLong) {
        this(chunkBytes, overLong, Optional.empty());
    }

    /** 256 KiB; a line that is longer fails the file. */
    public static LineChunkSettings standard() {
        return new LineChunkSettings(DEFAULT_CHUNK_BYTES, OverLong.FAIL);
    }

    public LineChunkSettings withChunkBytes(int newChunkBytes) {
        return new LineChunkSettings(newChunkBytes, overLong, header);
    }

    public LineChunkSettings withOverLong(OverLong newOverLong) {
        return new LineChunkSettings(chunkBytes, newOverLong, header);
    }

    public LineChunkSettings withHeader(CsvFormat newHeader) {
        return new LineChunkSettings(chunkBytes, overLong, Optional.of(newHeader));
    }

    @Override
    public Framing newFraming() {
        return new LineChunksFraming(this);
    }
}
