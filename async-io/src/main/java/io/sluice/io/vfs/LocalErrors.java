package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;

/** Gives the system's failures the path that the caller named: calls through a handle only know the last name. */
final class LocalErrors {

    private LocalErrors() {}

    static IOException named(IOException e, Path asked) {
        return named(e, asked, null);
    }

    static IOException named(IOException e, Path asked, Path other) {
        String path = asked.toString();
        if (e instanceof FileSystemException known && path.equals(known.getFile()) && other == null) {
            return e;
        }
        String second = other == null ? null : other.toString();
        IOException named;
        if (e instanceof NoSuchFileException) {
            named = new NoSuchFileException(path, second, null);
        } else if (e instanceof FileAlreadyExistsException) {
            named = new FileAlreadyExistsException(path, second, null);
        } else if (e instanceof DirectoryNotEmptyException) {
            named = new DirectoryNotEmptyException(path);
        } else if (e instanceof NotDirectoryException) {
            named = new NotDirectoryException(path);
        } else if (e instanceof NotLinkException) {
            named = new NotLinkException(path);
        } else if (e instanceof AtomicMoveNotSupportedException) {
            named = new AtomicMoveNotSupportedException(path, second, "they are on different file systems");
        } else if (e instanceof AccessDeniedException denied) {
            if (denied.getReason() != null) {
                return e;
            }
            named = new AccessDeniedException(path, second, "Permission denied");
        } else if (e instanceof FileSystemException known) {
            named = new FileSystemException(path, second, known.getReason());
        } else {
            named = new FileSystemException(path, second, e.getMessage());
        }
        named.initCause(e);
        return named;
    }

    static FileSystemException failed(Path asked, String call, IOException cause) {
        FileSystemException failure =
                new FileSystemException(asked.toString(), null, call + " failed: " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    static FileSystemException unsupported(Path asked, String reason, UnsupportedOperationException cause) {
        FileSystemException failure = new FileSystemException(asked.toString(), null, reason);
        failure.initCause(cause);
        return failure;
    }

    /** Whether a call that follows no links met one. The JDK has no class for it, only the system's words. */
    static boolean isLink(IOException e) {
        return e.getMessage() != null && e.getMessage().contains("NOFOLLOW_LINKS");
    }
}
