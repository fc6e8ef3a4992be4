package io.sluice.source.content;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A compressed file is damaged, or something else follows its data. What was read before stands, except that a checksum which does
 * not hold speaks of all that it covers.
 */
public final class CorruptContentException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Compression compression;
    private final long position;
    private final long filePosition;

    CorruptContentException(Path path, Compression compression, long position, long filePosition, Throwable cause) {
        super(
                path + ": corrupt " + compression.label() + " data near byte " + filePosition + " of the file, at "
                        + position + " of the content: " + cause.getMessage()
                        + "; restore the file, or exclude it",
                cause);
        this.compression = compression;
        this.position = position;
        this.filePosition = filePosition;
    }

    public Compression compression() {
        return compression;
    }

    /** In the content: everything before it was decompressed. */
    public long position() {
        return position;
    }

    /** In the file: about where the damage showed, which may be behind it. */
    public long filePosition() {
        return filePosition;
    }
}
