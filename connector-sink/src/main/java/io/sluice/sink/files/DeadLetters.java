package io.sluice.sink.files;

import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Where records go that cannot be written. Called on the partition's lane; the reports themselves are made, and awaited, by
 * whoever may: nothing of a range is committed while one of its reports is open.
 */
public interface DeadLetters {

    /** Takes a record; false if nobody takes any, and the task has to fail. */
    boolean take(SinkRecord record, String reason);

    /** How many reports are open. */
    int open();
}
