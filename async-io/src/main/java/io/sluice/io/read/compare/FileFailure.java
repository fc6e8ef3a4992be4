package io.sluice.io.read.compare;

import java.nio.file.Path;

/** A file, or a directory, that could not be read, and why. */
public record FileFailure(Path path, String error) {

    static FileFailure of(Path path, Throwable error) {
        String message = error.getMessage();
        String kind = error.getClass().getSimpleName();
        return new FileFailure(path, message == null ? kind : kind + ": " + message);
    }
}
