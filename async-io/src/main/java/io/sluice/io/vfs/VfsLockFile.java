package io.sluice.io.vfs;

import java.io.Closeable;
import java.io.IOException;

/**
 * A file that exists only to be locked. Byte-range locks on it hold between all openers of the path, on other threads
 * and in other processes; the system frees them when a process dies. Closing frees this opener's locks and no one
 * else's.
 *
 * <p>Three rules make that hold on every system:
 * <ul>
 *   <li>The ranges that openers lock are equal or disjoint. One that overlaps another in part is an
 *       {@link IllegalArgumentException} where it is seen, which is within one process.
 *   <li>Nobody opens the file in another way, not even to read it: the system drops all locks a process holds on a file
 *       when the process closes any handle on it. {@link Vfs#open} refuses such a file while it is open here, and a
 *       handle from before is closed together with the locks. Code of the same process that goes past the {@code Vfs}
 *       drops the locks, and nobody can tell.
 *   <li>Nobody removes or replaces the file while someone may lock it. If it happens, {@link #tryLock} and
 *       {@link #lockedElsewhere} fail with a {@link LostLockException}; locks taken before keep nobody off who opened
 *       the new file.
 * </ul>
 */
public interface VfsLockFile extends Closeable {

    /** No range may end after this position. */
    long MAX_POSITION = 1L << 60;

    /**
     * Takes a lock on one byte range without waiting. A range this opener holds already is converted: shared to
     * exclusive or back, and what was held is never let go in between. Returns false, with nothing changed, when
     * another opener's lock is in the way, or when another opener asks at this very moment: callers that wait ask
     * again. To ask for what this opener holds is to ask whether it still does.
     *
     * @throws LostLockException if what this opener held is lost
     */
    boolean tryLock(long position, long length, boolean shared) throws IOException;

    /** Frees this opener's lock on the range; does nothing if there is none. */
    void unlock(long position, long length) throws IOException;

    /**
     * Whether another opener, in any process, holds a lock that would keep an exclusive one off the range, or asks for
     * one at this very moment.
     */
    boolean lockedElsewhere(long position, long length) throws IOException;
}
