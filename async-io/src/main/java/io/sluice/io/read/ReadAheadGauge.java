package io.sluice.io.read;

/**
 * Tells from the last few buffers of a file whether reading the next one on another worker pays: only if reading and working
 * both take longer than handing a buffer from thread to thread. Used by the thread that reads the file.
 */
final class ReadAheadGauge {

    /** Buffers in a row that must agree before the mind is changed: one slow read is not a slow disk. */
    private static final int AGREEING = 3;

    /** Reads ahead in a row that no worker came for before the file is read alone: one may just have been waking up. */
    private static final int PATIENCE = 3;

    /** Buffers to read alone then. */
    private static final int ALONE = 64;

    private final long payingNanos;
    private int agreeing;
    private int unhelped;
    private int alone;
    private boolean on;

    ReadAheadGauge(long payingNanos) {
        this.payingNanos = payingNanos;
    }

    boolean pays(long readNanos, long workNanos) {
        if (alone > 0) {
            alone--;
            return false;
        }
        boolean worth = Math.min(readNanos, workNanos) >= payingNanos;
        agreeing = worth == on ? 0 : agreeing + 1;
        if (agreeing == AGREEING) {
            on = worth;
            agreeing = 0;
        }
        return on;
    }

    /** Whether a worker came for the last read ahead. If none does, they have better things to do. */
    void helped(boolean byAnother) {
        unhelped = byAnother ? 0 : unhelped + 1;
        if (unhelped == PATIENCE) {
            leaveAlone();
        }
    }

    /** Reads alone for a while, and then looks anew. */
    void leaveAlone() {
        on = false;
        agreeing = 0;
        unhelped = 0;
        alone = ALONE;
    }
}
