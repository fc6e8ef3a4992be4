package io.sluice.streams.rows;

import io.sluice.record.BadRow;

/** Takes the rows of one record, one after the other, on the thread that decodes them. */
public interface RowReceiver {
    /**
     * So many good rows are about to be handed over: a look at all of them may find in memory what each will need.
     *
     * @param rows their values, by {@link RowValues#at}
     */
    default void coming(RowValues rows, int count) {
        // Whoever has nothing to find need not look.
    }

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
