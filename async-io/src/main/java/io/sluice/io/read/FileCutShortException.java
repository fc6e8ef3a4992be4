package io.sluice.io.read;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file lost bytes while they were mapped: what the reader saw of them is worth nothing. */
public final class FileCutShortException extends FileSystemException {

    private static final long serialVersionUID = 1;

    FileCutShortException(Path path, long position, Throwable cause) {
        super(
                path.toString(),
                null,
                "was cut short while it was mapped from byte " + position
                        + "; read files that others truncate with strategy BUFFERED");
        initCause(cause);
    }
}
