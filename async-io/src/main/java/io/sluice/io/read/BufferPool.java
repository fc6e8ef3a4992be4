package io.sluice.io.read;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Direct buffers of one size, kept for the next file. How many are out at once is bounded by the permits their users hold;
 * how many are kept is bounded here. Safe from any thread.
 */
final class BufferPool implements AutoCloseable {

    private final int bufferSize;
    private final int mostIdle;
    private final ArrayDeque<PooledBuffer> idle = new ArrayDeque<>();
    private int out;
    private boolean closed;

    BufferPool(int bufferSize, int mostIdle) {
        this.bufferSize = bufferSize;
        this.mostIdle = mostIdle;
    }

    /**
     * A thread gets the buffer it had before, if that is idle: its memory is in the cache of the core that the thread runs on,
     * and one from another core's cache would cost a fifth of the time it takes to read a small file.
     */
    PooledBuffer lease() {
        Thread user = Thread.currentThread();
        synchronized (idle) {
            out++;
            PooledBuffer buffer = takeIdle(user);
            if (buffer != null) {
                return buffer;
            }
        }
        try {
            return new PooledBuffer(bufferSize);
        } catch (OutOfMemoryError e) {
            synchronized (idle) {
                out--;
            }
            throw e;
        }
    }

    /** Under the lock. The search is short: there are about as many buffers as threads. */
    private PooledBuffer takeIdle(Thread user) {
        for (Iterator<PooledBuffer> newestFirst = idle.descendingIterator(); newestFirst.hasNext(); ) {
            PooledBuffer buffer = newestFirst.next();
            if (buffer.lastUser() == user) {
                newestFirst.remove();
                return buffer;
            }
        }
        return idle.pollFirst();
    }

    void giveBack(PooledBuffer buffer) {
        buffer.usedBy(Thread.currentThread());
        synchronized (idle) {
            out--;
            if (!closed && idle.size() < mostIdle) {
                idle.addLast(buffer);
            }
        }
    }

    /** How many buffers are leased now. */
    int out() {
        synchronized (idle) {
            return out;
        }
    }

    /** Lets go of the idle buffers; those still out are let go of when they come back. */
    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.clear();
        }
    }
}
