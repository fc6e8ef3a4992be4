package io.sluice.source;

import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Schema;

/** Makes the value of a record of a frame's bytes. Owned by the reader thread. */
interface RecordValues {

    /** What follows is of a file that begins with this, which is to be known to understand any of it. */
    default void learn(ByteBuffer prologue) {}

    /**
     * Makes one value, which stays this object's until the next call for its other methods.
     *
     * @return null if there is none: {@link #fault} says why, and if it does not, the frame is none of a record
     */
    Object make(byte[] bytes, int from, int to, long position);

    Schema schema();

    /** What was wrong with the last frame, or null. */
    String fault();

    /** Whether the last value says when it happened. */
    default boolean hasTime() {
        return false;
    }

    /** When the last value happened: milliseconds since 1970. */
    default long millis() {
        throw new IllegalStateException("has no time");
    }

    /** The schema of the keys that {@link #key} takes from values, or null if there are none. */
    default Schema keySchema() {
        return null;
    }

    default Object key(Object value) {
        return null;
    }
}
