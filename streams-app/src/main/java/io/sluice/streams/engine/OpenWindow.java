package io.sluice.streams.engine;

import io.sluice.streams.aggregate.AggregateValues;

/** A window that has not been emitted. Owned by its key's thread. */
final class OpenWindow {
    long start;
    // Of a session, the last row's time.
    long end;
    final AggregateValues values;

    OpenWindow(long start, long end, AggregateValues values) {
        this.start = start;
        this.end = end;
        this.values = values;
    }
}
