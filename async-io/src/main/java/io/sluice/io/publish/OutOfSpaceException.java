package io.sluice.io.publish;

import io.sluice.io.flow.ErrorKind;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * The disk, or the quota on it, is full. Trying again does not help before someone makes room; whatever was being written
 * is not published.
 */
public final class OutOfSpaceException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    /** How many causes are looked through; a chain may be a circle. */
    private static final int DEPTH = 16;

    OutOfSpaceException(Path path, String what, Throwable cause) {
        super(path.toString(), null, what + ": the disk or the quota is full. Make room, then publish again");
        initCause(cause);
    }

    /** Whether {@code failure}, or what caused it, is that there is no room left. */
    public static boolean isOutOfSpace(Throwable failure) {
        // Each cause is asked, since to the first a failed sync is one whatever the reason.
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            if (cause instanceof OutOfSpaceException || ErrorKind.of(cause) == ErrorKind.OUT_OF_SPACE) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
