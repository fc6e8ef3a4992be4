package io.sluice.streams.rows;

import io.sluice.record.BadRow;

/** Takes the rows of one record, one after the other, on the thread that decodes them. */
public interface RowReceiver {
    /**
     * A good row.
     *
     * @param row its values, until the call returns
     * @param position the byte position of its first byte in its file, or in the record's value if it is of no file
     * @param number the row's number in the record, from 0
     */
    void row(RowValues row, long position, int number);

    /** A row that cannot be decoded. */
    void bad(BadRow row);
}
