package io.sluice.streams.window;

/**
 * Time cut into spans that touch and do not overlap: each instant is in one of them. In ticks of a {@link TimeScale}.
 * Immutable, free to share.
 */
public interface Spans {
    /** The start of the span that the time is in. */
    long startOf(long time);

    /** The first instant behind the span that starts there: the start of the next. */
    long endOf(long start);
}
