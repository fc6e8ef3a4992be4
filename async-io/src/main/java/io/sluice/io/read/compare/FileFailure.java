package io.sluice.io.read.compare;

import java.nio.file.Path;

/** A file, or a directory, that could not be read, and why. */
public record FileFailure(Path path, String error) {

    static FileFailure of(Path path, Throwable error) {
        String message = error.getMessage();
        if (error instanceof WorkerProcessException) {
            // It is all of the text already, and the same as where this process read the file itself.
            return new FileFailure(path, message);
        }
        String kind = error.getClass().getSimpleName();
        return new FileFailure(path, message == null ? kind : kind + ": " + message);
    }
}
