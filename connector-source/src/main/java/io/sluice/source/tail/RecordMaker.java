package io.sluice.source.tail;

import io.sluice.source.framing.FrameSink.Reason;

/**
 * Makes records of frames. Called on the reader thread, for one frame after the other.
 *
 * @param <R> the record
 */
public interface RecordMaker<R> {

    /**
     * Makes the record of a frame.
     *
     * @param bytes hold it from {@code from} to {@code to}, during the call
     * @param position of its first byte in the content
     * @param point kept by the record: it says what to store with it, and is told when the record has arrived
     * @return null if there is to be none: then {@code point} counts for nothing
     * @throws UnfitFrameException if reading the file is to stop here
     */
    R record(byte[] bytes, int from, int to, long position, FramePoint point) throws UnfitFrameException;

    /** The same for what is no frame, of which {@code bytes} show the beginning. */
    R bad(byte[] bytes, int from, int to, long position, Reason reason, FramePoint point) throws UnfitFrameException;

    /** A frame that no record can be made of, where the settings say that the file is to fail then. */
    final class UnfitFrameException extends Exception {
        private static final long serialVersionUID = 1L;

        public UnfitFrameException(String message) {
            super(message);
        }
    }
}
