package io.sluice.source.framing;

/**
 * Cuts the content of one file into frames, each of which becomes one record. Holds what it needs to know between two
 * windows of the file, and nothing that a restart would miss: a framing that begins at a position handed to a
 * {@link FrameSink} as {@code next} cuts the same frames from there on. What a flush cut depends on the flush; what
 * follows it does not. No frames for no content: an empty file has none. Owned by the one reader that has the file.
 */
public interface Framing {

    /**
     * Cuts as many frames as the window holds and the sink takes. Bytes behind the returned number are handed over
     * again, at the start of the next window, with more behind them. Bytes may be done with although they gave no frame
     * yet, as those of a line too long to hold: then only {@code next} says where a reader may begin again.
     *
     * @return how many bytes of the window are done with; fewer than all of the last window only if the sink is full
     * @throws FramingException if the file cannot be cut, and is to fail; the framing is of no further use
     * @throws IllegalArgumentException if the window does not begin where the last one was done with
     */
    int cut(Window window, FrameSink sink) throws FramingException;

    /**
     * Whether what a flush lets out was whole before, and waited for company only. Then it goes out when it has waited for long
     * enough, although the content grows on. Where growth is what decides whether it is whole, as of events, it goes out when
     * the content has not grown for so long.
     */
    default boolean flushesWhileGrowing() {
        return false;
    }

    /** The most bytes a window must be able to hold for {@link #cut} to get on. */
    int largestWindow();

    /**
     * How many bytes at the content's beginning give no frame but must be known to understand the frames: a CSV file's
     * header, with what stands before it; 0 for all other framings. Whoever decodes frames shows these bytes to the
     * decoder before the first frame, also when reading begins in mid-file. Does not change the framing.
     *
     * @param beginning a window at position 0
     * @return -1 if the window is too short to tell, which one of {@link #largestWindow} never is
     * @throws FramingException if there must be such bytes, and are not
     */
    default int prologue(Window beginning) throws FramingException {
        return 0;
    }
}
