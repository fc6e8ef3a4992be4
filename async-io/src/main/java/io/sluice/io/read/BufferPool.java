package io.sluice.io.read;

import java.util.ArrayDeque;

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

    /** The buffer used last is handed out first: its memory is the likeliest to be in a core's cache. */
    PooledBuffer lease() {
        synchronized (idle) {
            out++;
            PooledBuffer buffer = idle.pollLast();
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

    void giveBack(PooledBuffer buffer) {
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
