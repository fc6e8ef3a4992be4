package io.sluice.source.content;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a file holds, from its first byte on: its own bytes, or those it decompresses to. Positions count bytes of the content.
 * Owned by one reader at a time; {@link #close} closes the file.
 *
 * <p>The file may grow at its end. If bytes change that were read already, open it anew.
 */
public interface Content extends Closeable {

    /**
     * Reads from {@code position} into {@code target}, at least one byte unless the content ends there now. Cheap where
     * {@code position} is where the last read ended. For compressed content a later position decompresses what lies between, and
     * an earlier one starts over; so a far one takes long, and who cannot wait reads up to it in pieces.
     *
     * <p>After any failure the same read may be tried again. It goes on from where it was.
     *
     * @return the bytes read, or -1 at the end, where a file that grows may have more later
     * @throws ContentCutShortException if the compressed file ends in the middle: it is still being written, or was cut short
     * @throws CorruptContentException if the compressed file is damaged at this position
     * @throws ContentLimitException if reading on would break a limit of {@link ContentSettings}
     */
    int read(ByteBuffer target, long position) throws IOException;

    /** The compression, or NONE, also while {@link #undecided}. */
    Compression compression();

    /** The content's size now where that is known without reading it, else -1. */
    long size() throws IOException;

    /**
     * Whether the file is so short that its few bytes may become the mark of a compression. An empty file may too. Until it grows past
     * that, which each read finds out, or {@link #settle} is called, reads return -1 rather than bytes that may turn out to be no text.
     */
    default boolean undecided() {
        return false;
    }

    /**
     * Takes an undecided file as it is, because it is complete or its reader waits no longer: it is plain, and stays so if it
     * grows. (If it holds nothing but zstd's skippable frames, it is zstd.) Does nothing if it is decided.
     */
    default void settle() throws IOException {}
}
