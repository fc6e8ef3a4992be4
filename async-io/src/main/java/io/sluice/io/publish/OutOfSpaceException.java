package io.sluice.io.publish;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The disk, or the quota on it, is full. Trying again does not help before someone makes room; whatever was being written
 * is not published.
 */
public final class OutOfSpaceException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    /** The JDK passes on the system's words and not its error number. */
    private static final List<String> SYSTEMS_WORDS =
            List.of("no space left on device", "disk quota exceeded", "not enough space on the disk");

    OutOfSpaceException(Path path, String what, Throwable cause) {
        super(path.toString(), null, what + ": the disk or the quota is full. Make room, then publish again");
        initCause(cause);
    }

    /** Whether {@code failure}, or what caused it, is that there is no room left. */
    public static boolean isOutOfSpace(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfSpaceException || (cause instanceof IOException && saysSo(cause))) {
                return true;
            }
        }
        return false;
    }

    private static boolean saysSo(Throwable failure) {
        String message = failure.getMessage();
        if (message == null) {
            return false;
        }
        String lower = message.toLowerCase(Locale.ROOT);
        return SYSTEMS_WORDS.stream().anyMatch(lower::contains);
    }
}
