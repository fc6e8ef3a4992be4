package io.sluice.io;

/** What is under way on one file or directory, which is closed once that was asked for and nothing is any more. Safe from any thread. */
final class Usage {
    private final Runnable closing;

    // Guarded by this.
    private int underWay;
    private boolean closed;

    /** @param closing called once, outside the lock, by whoever closes or leaves last */
    Usage(Runnable closing) {
        this.closing = closing;
    }

    /** False if the file is closed, or soon will be. */
    synchronized boolean enter() {
        if (closed) {
            return false;
        }
        underWay++;
        return true;
    }

    void exit() {
        boolean last;
        synchronized (this) {
            underWay--;
            last = closed && underWay == 0;
        }
        if (last) {
            closing.run();
        }
    }

    void close() {
        boolean idle;
        synchronized (this) {
            idle = !closed && underWay == 0;
            closed = true;
        }
        if (idle) {
            closing.run();
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
