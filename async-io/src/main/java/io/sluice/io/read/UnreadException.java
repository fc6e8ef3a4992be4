package io.sluice.io.read;

import java.io.IOException;

/** Tells a failure of the file system, after which the same bytes may be asked for again, from one of the reader's own. */
final class UnreadException extends IOException {

    private static final long serialVersionUID = 1;

    private final IOException failure;

    UnreadException(IOException failure) {
        super(failure);
        this.failure = failure;
    }

    /** What the file system said. */
    IOException failure() {
        return failure;
    }

    /** Caught where it matters; the trace is that of the failure. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
