package io.sluice.sink.rows;

import io.sluice.sink.rows.Type.Fields;
import io.sluice.sink.rows.Type.Listing;
import io.sluice.sink.rows.Type.Mapping;
import io.sluice.sink.rows.Type.Scalar;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * Writes values of one type. A value is checked as a whole before any of it is written, because a row of Parquet cannot be
 * taken back. One thread at a time.
 */
interface ValueNode {

    /**
     * Looks whether a value can be written.
     *
     * @param value never null
     * @throws BadRecordException if not, naming the field
     */
    void check(Object value) throws BadRecordException;

    /** Writes a value that was checked. */
    void write(RecordConsumer consumer, Object value);

    /**
     * A node for values of a type.
     *
     * @param path of the field, for messages
     */
    static ValueNode of(String path, Type type) {
        if (type instanceof Scalar scalar) {
            return ScalarNode.of(path, scalar);
        }
        if (type instanceof Fields fields) {
            return new FieldsNode(path, fields);
        }
        return type instanceof Listing list ? new ListNode(path, list) : new MapNode(path, (Mapping) type);
    }
}
