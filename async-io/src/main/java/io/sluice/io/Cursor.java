package io.sluice.io;

import java.util.concurrent.atomic.AtomicLong;

/** Where the sequential calls of a file stand. Touched only by the task whose turn it is in the lane, whose lock hands it on. */
final class Cursor {
    long position;

    /** Raised by every write, from any thread, because it makes text that was read ahead stale. */
    final AtomicLong changes = new AtomicLong();

    boolean syncFailed;
}
