package io.sluice.source.content;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a file holds, from its first byte on: its own bytes, or those it decompresses to. Positions count bytes of the content.
 * Owned by one reader at a time; {@link #close} closes the file.
 */
public interface Content extends Closeable {

    /**
     * Reads from {@code position} into {@code target}, at least one byte unless the content ends there now. Cheap where
     * {@code position} is where the last read ended; for compressed content any other position starts over.
     *
     * @return the bytes read, or -1 at the end, where a file that grows may have more later
     */
    int read(ByteBuffer target, long position) throws IOException;

    /** The compression, or NONE. */
    Compression compression();

    /** The content's size now where that is known without reading it, else -1. */
    long size() throws IOException;
}
