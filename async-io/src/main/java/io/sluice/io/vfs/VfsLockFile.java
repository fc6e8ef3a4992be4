package io.sluice.io.vfs;

import java.io.Closeable;
import java.io.IOException;

/**
 * A file that exists only to be locked. Byte-range locks on it hold between all openers of the path, on other threads
 * and in other processes; the system frees them when a process dies. Closing frees this opener's locks and no one else's.
 */
public interface VfsLockFile extends Closeable {

    /**
     * Takes a lock on one byte range without waiting. A range this opener holds already is converted: shared to
     * exclusive or back. Returns false, with nothing changed, when another opener's lock is in the way.
     */
    boolean tryLock(long position, long length, boolean shared) throws IOException;

    /** Frees this opener's lock on the range; does nothing if there is none. */
    void unlock(long position, long length) throws IOException;

    /** Whether another opener, in any process, holds a lock that would keep an exclusive one off the range. */
    boolean lockedElsewhere(long position, long length) throws IOException;
}
