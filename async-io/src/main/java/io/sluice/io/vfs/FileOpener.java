package io.sluice.io.vfs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens one file after the other for reading. What it found at the path of a directory it may hold true for the next file
 * in it, so it is for a short while and for files that were asked for together: each opens as it would have at some moment
 * since this opener was made. One thread; {@link #close} leaves the files open and ends the opener, as does closing the
 * {@link Vfs}.
 */
@FunctionalInterface
public interface FileOpener extends Closeable {

    VfsFile open(Path path) throws IOException;

    @Override
    default void close() {}
}
