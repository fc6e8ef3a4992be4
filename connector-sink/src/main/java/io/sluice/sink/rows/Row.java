package io.sluice.sink.rows;

import java.util.OptionalLong;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * A row on its way from a record to a file. The object may be used again for the next row, so nobody keeps it. It was checked:
 * writing it does not fail because of what is in it.
 */
public interface Row {

    /** The record that it came in. */
    SinkRecord record();

    /** The columns that it is written to. */
    RowShape shape();

    /** Writes its values as the first columns. */
    void writeValues(RecordConsumer consumer);

    /** What a field holds, as text for the name of a partition; null for a null, and for a field that there is not. */
    String text(FieldReference field);

    /** The moment that a field holds, in milliseconds since 1970; empty for a null and for what is no moment. */
    OptionalLong millis(FieldReference field);
}
