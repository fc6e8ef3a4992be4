package io.sluice.source.content;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A compressed file asks for more memory, or decompresses to more, than {@link ContentSettings} allow.
 */
public final class ContentLimitException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Compression compression;
    private final long position;
    private final long filePosition;

    ContentLimitException(Path path, Compression compression, long position, long filePosition, String reason) {
        super(path + ": " + compression.label() + " data at byte " + filePosition + " of the file, " + position
                + " of the content, " + reason + "; raise it if the file can be trusted");
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

    /** In the file: how far it was read. */
    public long filePosition() {
        return filePosition;
    }
}
