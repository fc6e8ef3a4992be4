package io.sluice.io.read.compare;

import java.io.IOException;

/** A file's error as a worker process told it, or the end of the process that had the file. */
final class WorkerProcessException extends IOException {

    private static final long serialVersionUID = 1;

    WorkerProcessException(String message) {
        super(message);
    }
}
