package io.sluice.source.tail;

import io.sluice.source.framing.FrameSink.Reason;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Makes records of frames. Called on the reader thread, for one frame after the other.
 *
 * @param <R> the record
 */
public interface RecordMaker<R> {

    /**
     * The next frames, until this is called again, are of this file.
     *
     * @param prologue what stands before its first frame and is to be known to understand any, as a CSV header; mostly empty
     */
    default void turn(FileView file, ByteBuffer prologue) {}

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

    /**
     * Makes a record that only stores what is known of a file, and reaches nobody.
     *
     * @param state null if nothing is to be stored any more
     * @return null where there is no such thing: then less is known after a restart
     */
    default R marker(StateKey key, FileState state) {
        return null;
    }

    /** The same for the members of a family: the slots of their states. */
    default R marker(String family, List<String> members) {
        return null;
    }

    /** The same for the family under whose name an inode is followed; null if it is not any more. */
    default R marker(String inode, String family) {
        return null;
    }

    /** A frame that no record can be made of, where the settings say that the file is to fail then. */
    final class UnfitFrameException extends Exception {
        private static final long serialVersionUID = 1L;

        public UnfitFrameException(String message) {
            super(message);
        }
    }
}
