package io.sluice.streams.window;

import java.time.Duration;
import java.util.Optional;

/**
 * One declared window of a chain. Immutable, free to share.
 *
 * @param index its place among all levels; a level's source is before it
 * @param name as configured, and in the output topic's name
 * @param kind how windows lie in time
 * @param spans the windows, or for hopping ones the steps at which they start; for sessions, none
 * @param length of a hopping window, or the gap that ends a session, in ticks; 0 for tumbling windows
 * @param source the index of the level it is computed from, or -1 if from rows
 * @param grace how far, in ticks, a watermark must be behind a window's end for the window to close
 * @param idle after what time a quiet key's windows close; empty for never
 * @param emit what is emitted
 * @param gaps the most empty windows between two windows that get bars; 0 for none
 */
public record Level(
        int index,
        String name,
        Kind kind,
        Optional<Spans> spans,
        long length,
        int source,
        long grace,
        Optional<Duration> idle,
        Emit emit,
        int gaps) {
    /** How windows lie in time. */
    public enum Kind {
        TUMBLING,
        HOPPING,
        SESSION
    }

    /** What is emitted of a window. */
    public enum Emit {
        /** One result, when the window closes. */
        FINAL,
        /** A result after each record that changed it, and the final one. */
        UPDATES,
        /** Nothing: the window only serves those computed from it. */
        NONE
    }

    /** Whether rows go into it, rather than the windows of another level. */
    public boolean isBase() {
        return source < 0;
    }

    public boolean isSession() {
        return kind == Kind.SESSION;
    }

    /** The spans of a tumbling window, or the steps of a hopping one. */
    public Spans steps() {
        return spans.orElseThrow();
    }

    /** The end of the window that starts there. Not for sessions. */
    public long endOf(long start) {
        return kind == Kind.HOPPING ? start + length : steps().endOf(start);
    }
}
