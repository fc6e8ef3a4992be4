package io.sluice.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** An {@link AsyncPublication} for callers that wait, see {@link BlockingFileSystem}. In a try-with-resources statement
 * the close publishes, also after an exception: use {@link BlockingFileSystem#publish} there. */
public final class BlockingPublication {
    private final AsyncPublication publication;
    private final Await wait;

    BlockingPublication(AsyncPublication publication, Await wait) {
        this.publication = publication;
        this.wait = wait;
    }

    public Path target() {
        return publication.target();
    }

    public void write(ByteBuffer source) throws IOException {
        wait.result(publication.write(source));
    }

    public void write(ByteBuffer source, long position) throws IOException {
        wait.result(publication.write(source, position));
    }

    public void close() throws IOException {
        wait.result(publication.close());
    }

    public void discard() throws IOException {
        wait.result(publication.discard());
    }
}
