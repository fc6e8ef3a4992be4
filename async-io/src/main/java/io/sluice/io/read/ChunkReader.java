package io.sluice.io.read;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What is done with one file's bytes. Called for one file, in order, by one thread at a time: an I/O worker, which it may
 * keep busy but should not block.
 *
 * @param <T> what the file comes to
 */
public interface ChunkReader<T> {

    /**
     * Takes the next bytes.
     *
     * @param bytes read-only, direct or not, and valid only during the call; it need not be emptied
     * @param position where in the file its first byte stands
     */
    void chunk(ByteBuffer bytes, long position) throws IOException;

    /**
     * Ends the file, after its last chunk; an empty file has none.
     *
     * @param bytes how many bytes there were in all
     */
    T end(long bytes) throws IOException;

    /**
     * Whether {@link ReadStrategy#AUTO} may hand this reader mapped memory, which for large files is faster than a copy.
     * Asked for each file that is large enough.
     *
     * <p>True only of a reader that takes the bytes by methods of {@link ByteBuffer}. Where a file is cut short meanwhile, those
     * fail and the read with them. Handing the buffer on to native code or to what the virtual machine has its own code for, as
     * {@code CRC32.update}, {@code MessageDigest.update} or a codec, would then end the process.
     */
    default boolean takesMappedMemory() {
        return false;
    }
}
