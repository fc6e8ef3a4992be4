package io.sluice.source.content;

import java.io.EOFException;
import java.nio.file.Path;

/**
 * A compressed file ends in the middle. Either it is still being written, and the same read goes on once there is more, or it was
 * cut short: the caller knows which.
 */
public final class ContentCutShortException extends EOFException {

    private static final long serialVersionUID = 1L;

    private final Compression compression;
    private final long position;
    private final long filePosition;

    ContentCutShortException(Path path, Compression compression, long position, long filePosition, Throwable cause) {
        super(path + ": " + compression.label() + " data ends in the middle, at byte " + filePosition
                + " of the file and " + position + " of the content: it is still being written or was cut short");
        initCause(cause);
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

    /** In the file: where it ends. */
    public long filePosition() {
        return filePosition;
    }
}
