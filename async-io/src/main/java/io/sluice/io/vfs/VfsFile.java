package io.sluice.io.vfs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One open file. All transfers are positional, so any number of threads may use it at once; none may be interrupted
 * inside a call, because an interrupt closes the channel for everyone. The owner closes it once no call is under way.
 *
 * <p>No call has a time limit. One that the system does not answer, as when the server of a network file system is away,
 * holds its thread, and whoever closes the file waits for it or leaves it open; nothing in Java can end it. A caller that
 * must go on stops waiting, keeps its hands off the buffer, and counts the handle as lost until the call returns.
 *
 * <p>Like the calls of the operating system, {@link #read} and {@link #write} may transfer less than asked for; the
 * layers above loop.
 */
public interface VfsFile extends Closeable {

    /** The path it was opened at. */
    Path path();

    /** Reads into {@code target} from {@code position}; returns the bytes read, or -1 at or past the end. */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes from {@code source} at {@code position}; returns the bytes written, which may be fewer than remaining. */
    int write(ByteBuffer source, long position) throws IOException;

    /**
     * Copies up to {@code count} bytes to {@code target} inside the kernel where possible; returns the bytes copied.
     */
    long transferTo(long position, long count, VfsFile target, long targetPosition) throws IOException;

    long size() throws IOException;

    /** How long it was when it was opened, or -1 where that was not looked at: a hint, the name may have meant another file. */
    default long sizeWhenOpened() {
        return -1;
    }

    /** Cuts or extends the file to {@code bytes}; an extension reads as zeros. */
    void truncate(long bytes) throws IOException;

    /**
     * Makes what was written durable: the data and the size, and with {@code metadata} everything else too. After a
     * failure the state of the file is unknown and no second attempt may be believed.
     */
    void force(boolean metadata) throws IOException;

    /**
     * Maps a range for reading, or empty where mapping is impossible or cannot be trusted. The mapping lives until
     * {@link Mapping#close()}, also past the closing of the file.
     */
    Optional<Mapping> map(long position, long bytes) throws IOException;

    /** A mapped range. The buffer must not be touched after {@code close}. */
    interface Mapping extends AutoCloseable {
        ByteBuffer buffer();

        @Override
        void close();
    }
}
