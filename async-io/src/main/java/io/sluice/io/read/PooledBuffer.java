package io.sluice.io.read;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One direct buffer and the read-only view of it that readers see. Used by one thread at a time, and handed from one to the
 * next only through a lease or a finished read.
 */
final class PooledBuffer {

    private final ByteBuffer memory;
    private final ByteBuffer view;

    /** Guarded by the pool's lock, or owned by who has the lease. */
    private Thread lastUser;

    PooledBuffer(int bytes) {
        memory = ByteBuffer.allocateDirect(bytes);
        view = memory.asReadOnlyBuffer();
    }

    ByteBuffer memory() {
        return memory;
    }

    Thread lastUser() {
        return lastUser;
    }

    void usedBy(Thread thread) {
        lastUser = thread;
    }

    int capacity() {
        return memory.capacity();
    }

    /** The bytes {@code [from, to)} to read; whatever the reader did to the view before is forgotten. */
    ByteBuffer view(int from, int to) {
        return view.clear().limit(to).position(from).order(ByteOrder.BIG_ENDIAN);
    }
}
