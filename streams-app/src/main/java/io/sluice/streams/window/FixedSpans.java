package io.sluice.streams.window;

/**
 * Spans of one length, aligned to 1970-01-01T00:00Z.
 *
 * @param length in ticks
 */
record FixedSpans(long length) implements Spans {
    @Override
    public long startOf(long time) {
        return time - Math.floorMod(time, length);
    }

    @Override
    public long endOf(long start) {
        return start + length;
    }
}
