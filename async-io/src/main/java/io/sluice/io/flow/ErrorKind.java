package io.sluice.io.flow;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.SyncFailedException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * What an error means for whoever may try again.
 *
 * <p>Java gives most errors of the system as a text only, so {@link #of} knows the texts of glibc, musl and macOS, in
 * English. A JVM started in another language, where that language is installed for the C library, reports translated
 * texts; they are not recognised, count as {@link #PERMANENT} and are not retried. Start it with {@code LC_MESSAGES=C}.
 */
public enum ErrorKind {
    /** The system did nothing, because it was short of something for the moment: descriptors, memory, a busy device. */
    BUSY,
    /** It failed, may have been done or not, and may work the next time: an I/O error, a stale handle, a lost network. */
    TRANSIENT,
    /** No answer in time; the operation may still be under way. */
    TIMED_OUT,
    /** No space or quota left: passes when somebody makes room, which no quick retry waits for. */
    OUT_OF_SPACE,
    /** A sync failed: what was written may be lost, and no later sync proves otherwise. Discard the file, write it anew. */
    NOT_DURABLE,
    /** Not tried, because too much is under way or too much has failed: slow down. */
    REFUSED,
    /** Given up by the caller. */
    CANCELLED,
    /** It will fail again: a missing file, a missing right, a closed channel, a wrong argument, an unknown error. */
    PERMANENT;

    /** How many causes are looked through; a chain may be a circle. */
    private static final int DEPTH = 16;

    /** Whether the same thing may work a moment later. */
    public boolean canPass() {
        return this == BUSY || this == TRANSIENT || this == TIMED_OUT;
    }

    /** The kind of an error, found under the wrappings that futures and streams put around it. */
    public static ErrorKind of(Throwable error) {
        Throwable e = error;
        for (int depth = 0; e != null && depth < DEPTH; depth++) {
            if (!isWrapping(e)) {
                ErrorKind byType = byType(e);
                if (byType != null) {
                    return byType;
                }
                ErrorKind byText = e instanceof IOException io ? SystemReasons.kindOf(io) : null;
                if (byText != null) {
                    return byText;
                }
                if (!(e instanceof IOException)) {
                    return PERMANENT;
                }
            }
            e = e.getCause();
        }
        return PERMANENT;
    }

    private static boolean isWrapping(Throwable e) {
        return e instanceof CompletionException || e instanceof ExecutionException || e instanceof UncheckedIOException;
    }

    private static ErrorKind byType(Throwable e) {
        if (e instanceof BreakerOpenException || e instanceof RejectedExecutionException) {
            return REFUSED;
        }
        if (e instanceof SyncFailedException) {
            return NOT_DURABLE;
        }
        if (e instanceof TimeoutException) {
            return TIMED_OUT;
        }
        if (e instanceof CancellationException
                || e instanceof InterruptedException
                || e instanceof InterruptedIOException) {
            return CANCELLED;
        }
        return e instanceof IOException io && isPermanent(io) ? PERMANENT : null;
    }

    private static boolean isPermanent(IOException e) {
        return e instanceof NoSuchFileException
                || e instanceof AccessDeniedException
                || e instanceof FileAlreadyExistsException
                || e instanceof NotDirectoryException
                || e instanceof DirectoryNotEmptyException
                || e instanceof NotLinkException
                || e instanceof FileSystemLoopException
                || e instanceof AtomicMoveNotSupportedException
                || e instanceof ClosedChannelException
                || e instanceof CharacterCodingException
                || e instanceof java.io.EOFException;
    }
}
