package io.sluice.io.read;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletionException;

/**
 * What became of one file of a batch: its result, or its own error and no result.
 *
 * @param path the file as it was asked for
 * @param result what its reader returned, which may be null only if the reader returned null
 * @param error why there is no result, or null
 */
public record FileOutcome<T>(Path path, T result, Throwable error) {

    public FileOutcome {
        Objects.requireNonNull(path, "path");
        if (error != null && result != null) {
            throw new IllegalArgumentException("result: a file that failed has none: " + path);
        }
    }

    static <T> FileOutcome<T> of(Path path, T result) {
        return new FileOutcome<>(path, result, null);
    }

    static <T> FileOutcome<T> failed(Path path, Throwable error) {
        return new FileOutcome<>(path, null, Objects.requireNonNull(error, "error"));
    }

    public boolean succeeded() {
        return error == null;
    }

    /** The result, or {@link CompletionException} around the error. */
    public T orThrow() {
        if (error != null) {
            throw new CompletionException(error);
        }
        return result;
    }
}
