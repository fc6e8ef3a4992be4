package io.sluice.io;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * An open file as text. Shares the cursor with its {@link AsyncFile}: calls here and sequential calls there run in the
 * order they were made, and {@link AsyncFile#tell()} is the byte position of the next character unread. A line ends with a
 * line feed, with or without a carriage return before it; a byte-order mark at the start of the file is skipped.
 *
 * <p>Bytes that are no text in the charset fail the stage with {@link io.sluice.io.text.MalformedTextException}, which
 * says where they stand. Stages complete on I/O workers.
 */
public interface AsyncText {

    /** The next line without its end, or empty at the end of the file. */
    CompletableFuture<Optional<String>> readLine();

    /** The next lines, at most {@code max}; fewer, or none, at the end of the file. */
    CompletableFuture<List<String>> readLines(int max);

    /** The text from the cursor to the end, within {@link FileSystemSettings#maxReadAllBytes()}. */
    CompletableFuture<String> readAll();

    /** Writes at the cursor; a character the charset cannot write fails the stage and writes nothing. */
    CompletableFuture<Void> write(CharSequence text);

    /**
     * Writes every line with a line feed after it. The lines are taken on a worker, so they must not change before the stage
     * has completed, and taking one must not block.
     */
    CompletableFuture<Void> writeAllLines(Iterable<? extends CharSequence> lines);
}
