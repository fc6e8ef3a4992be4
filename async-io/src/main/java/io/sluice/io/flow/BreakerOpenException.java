package io.sluice.io.flow;

import java.nio.file.FileSystemException;

/** An operation was not even tried, because too many files of its file system failed shortly before. */
public final class BreakerOpenException extends FileSystemException {
    private static final long serialVersionUID = 1;

    BreakerOpenException(String file, String reason) {
        super(file, null, reason);
    }

    /** Thrown once per refused operation, of which there may be very many: a trace would cost more than the operation. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
