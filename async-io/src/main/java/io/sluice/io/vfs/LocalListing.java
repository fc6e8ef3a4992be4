package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Iterator;

/** An open directory of the local file system. Used by one thread at a time. */
final class LocalListing implements Vfs.Listing {

    private final Path asked;
    private final DirectoryStream<Path> stream;
    private final Iterator<Path> entries;
    private boolean closed;

    LocalListing(Path asked, DirectoryStream<Path> stream) {
        this.asked = asked;
        this.stream = stream;
        this.entries = stream.iterator();
    }

    @Override
    public Path next() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        try {
            return entries.hasNext() ? asked.resolve(entries.next().getFileName()) : null;
        } catch (DirectoryIteratorException e) {
            FileSystemException failure = new FileSystemException(
                    asked.toString(), null, "listing failed: " + e.getCause().getMessage());
            failure.initCause(e.getCause());
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        stream.close();
    }
}
