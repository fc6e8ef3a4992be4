package io.sluice.sink.store.operations;

import io.sluice.sink.store.Key;

/**
 * How far a migration is.
 *
 * @param key what was done last
 * @param keysDone also those that were there already and those that failed
 * @param bytesDone copied by this run
 */
public record MigrationProgress(Key key, Outcome outcome, long keysDone, long keysInAll, long bytesDone) {

    /** What became of a key. */
    public enum Outcome {
        COPIED,
        /** A run before had copied it, and it is still the same. */
        ALREADY_THERE,
        FAILED
    }
}
