package io.sluice.sink.files;

import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Where records go that cannot be written. Called on the partition's lane; the reports themselves are made, and awaited, by
 * whoever may: nothing of a range is committed while one of its reports is open. They arrive in the order they were taken in.
 */
public interface DeadLetters {

    /** Takes a record; false if nobody takes any, and the task has to fail. */
    boolean take(SinkRecord record, String reason);

    /** How many were taken, ever. */
    long taken();

    /** How many have arrived, ever. */
    long arrived();
}
