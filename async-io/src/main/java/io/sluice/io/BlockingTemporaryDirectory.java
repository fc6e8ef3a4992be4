package io.sluice.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** An {@link AsyncTemporaryDirectory} for callers that wait, see {@link BlockingFileSystem}. */
public final class BlockingTemporaryDirectory implements Closeable {
    private final AsyncTemporaryDirectory directory;
    private final Await wait;

    BlockingTemporaryDirectory(AsyncTemporaryDirectory directory, Await wait) {
        this.directory = directory;
        this.wait = wait;
    }

    public Path path() {
        return directory.path();
    }

    @Override
    public void close() throws IOException {
        wait.result(directory.close());
    }
}
