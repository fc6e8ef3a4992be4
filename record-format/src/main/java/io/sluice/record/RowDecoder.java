package io.sluice.record;

/**
 * Turns the bytes of a record's value into rows. A decoder owns reused buffers, so it belongs to one thread at a time;
 * all calls to the visitor happen inside {@link #decode}, which keeps no reference to the buffer afterwards.
 */
public interface RowDecoder {

    /** The columns that rows are decoded to. */
    RowSchema schema();

    /**
     * Decodes whole rows. The last one may lack its line end.
     *
     * @param buffer holds the rows; not changed
     * @param offset where they start
     * @param length how many bytes they take
     * @param position the position in the file of the byte at {@code offset}, for a chunk {@code sluice.offset}; used
     *     in what is reported, and 0 marks the start of a file, where a header or a byte order mark can be
     * @param visitor receives the rows
     */
    void decode(byte[] buffer, int offset, int length, long position, RowVisitor visitor);
}
