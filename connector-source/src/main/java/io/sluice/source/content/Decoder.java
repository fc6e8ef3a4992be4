package io.sluice.source.content;

import java.io.Closeable;
import java.io.IOException;

/**
 * Decompresses one format, member by member (a gzip member, a zstd or lz4 frame, a bzip2 or xz stream), from the {@link FileInput} it
 * was made with. Fails with {@link InputEndedException} where the file ends too early and with {@link BrokenFormatException}; any other
 * exception is the file's own. One thread at a time.
 */
interface Decoder extends Closeable {

    /**
     * Begins the member at the input's position, whatever was under way before; skips what may lie between two members.
     * If it fails, the input is set back to where it was, and it may be called again.
     *
     * @return whether there is one, rather than the end of the file
     */
    boolean begin() throws IOException;

    /** Decompresses at least one byte into {@code target}, or returns -1 at the end of the member, whose checksum then held. */
    int decode(byte[] target, int from, int to) throws IOException;

    /** Whether {@link #decode} goes on by itself after the file ended too early or failed to be read. Otherwise the member is begun anew. */
    boolean goesOn();
}
