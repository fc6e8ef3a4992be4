package io.sluice.source.framing;

/**
 * Takes the frames of one file, in order. {@code next} always grows, over all methods, and never lies
 * outside the window being cut: it is where a reader may begin again after a restart.
 */
public interface FrameSink {

    /**
     * Takes one frame, which it copies if it keeps it.
     *
     * @param from of the frame's first byte, in {@code bytes}, which need not be the window's
     * @param to behind its last byte
     * @param position of its first byte in the content
     * @param next position behind the frame and what ends it, from which the next one is cut
     * @return whether it takes more; if not, {@link Framing#cut} returns with this frame done
     */
    boolean frame(byte[] bytes, int from, int to, long position, long next);

    /**
     * Notes that something is no frame: a line too long, malformed text.
     *
     * @param from of what can be shown of it, which may be only its beginning
     * @param reason for people, without file and position
     * @return whether it takes more
     */
    boolean bad(byte[] bytes, int from, int to, long position, long next, Reason reason);

    /** Why something is no frame. */
    record Reason(Kind kind, String text) {
        /** What metrics count apart. */
        public enum Kind {
            TOO_LONG,
            MALFORMED
        }
    }

    /**
     * Notes a frame that was made shorter, or cut in pieces, because it was too long: for the metrics, before the frame
     * itself. Once for each, but again for the rest of one in whose pieces a reader began.
     */
    void shortened(long position);

    /**
     * Notes that all before {@code next} is dealt with and gave no frame since the last one: dropped empty lines, a
     * byte order mark, a header. At most once per window, after its frames. A reader may begin at {@code next}, but
     * need not: no frame is lost or doubled if this is ignored. It is worth storing with whatever is stored next, and
     * at the file's end.
     */
    default void passed(long next) {}
}
