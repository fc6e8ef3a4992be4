package io.sluice.sink.rows;

import java.io.IOException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Makes rows of the records of one partition: the first stage. One thread at a time. */
public interface RecordRows {

    /**
     * Hands over each row of a record, in order.
     *
     * @throws BadRecordException if the record as a whole is none; then nothing of it was handed over
     */
    void read(SinkRecord record, Rows rows) throws BadRecordException, IOException;

    /** Forgets the columns it has learnt, as if nothing had been read. */
    default void forget() {
        // Most learn nothing.
    }

    /** Takes rows. */
    interface Rows {
        void row(Row row) throws BadRecordException, IOException;

        /** Takes a part of a record that is no row, as a record of its own. */
        void bad(SinkRecord part, String reason) throws IOException;
    }
}
