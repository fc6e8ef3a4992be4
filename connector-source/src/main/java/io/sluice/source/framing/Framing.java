package io.sluice.source.framing;

/**
 * Cuts the content of one file into frames, each of which becomes one record. Holds what it needs to know between two
 * windows of the file, and nothing that a restart would miss: a framing that begins at a position handed to a
 * {@link FrameSink} as {@code next} cuts the same frames from there on. Owned by the one reader that has the file.
 */
public interface Framing {

    /**
     * Cuts as many frames as the window holds and the sink takes. Bytes behind the returned number are handed over again,
     * at the start of the next window, with more behind them.
     *
     * @return how many bytes of the window are done with; fewer than all of the last window only if the sink is full
     * @throws FramingException if the file cannot be cut, and is to fail
     */
    int cut(Window window, FrameSink sink) throws FramingException;

    /** The most bytes a window must be able to hold for {@link #cut} to get on. */
    int largestWindow();
}
