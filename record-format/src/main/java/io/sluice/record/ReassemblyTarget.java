package io.sluice.record;

import java.io.IOException;

/** Where a {@link Reassembler} puts files. All calls come on the thread that called the reassembler. */
public interface ReassemblyTarget {

    /** A file's first bytes came; its content follows, in order and without holes. */
    Output open(ChunkHeaders first) throws IOException;

    /** A file could not be brought back. Its output, if one was opened, has been discarded just before. */
    void incomplete(IncompleteFile file) throws IOException;

    /** One file's bytes. Ends with one call of {@link #complete} or {@link #discard}; after a complete that failed, both. */
    interface Output {

        /** The next bytes; the buffer is the caller's again after the call. */
        void write(byte[] buffer, int offset, int length) throws IOException;

        /**
         * All bytes were written; their number and SHA-256 are right. The number of chunks is what the source says: it
         * may have cut the file otherwise before it started again, so what came cannot be counted against it.
         */
        void complete(ChunkHeaders last) throws IOException;

        /** The file is given up; what was written is of no use. */
        void discard() throws IOException;
    }
}
