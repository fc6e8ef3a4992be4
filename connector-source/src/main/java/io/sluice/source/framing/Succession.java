package io.sluice.source.framing;

/** Holds a caller to handing over each byte of a file once done with the one before. Owned by its framing. */
final class Succession {

    private static final int BEGINNING = -1;

    private long expected = BEGINNING;

    /** Whether this is the first window. */
    boolean begins(Window window) {
        if (expected != BEGINNING && window.position() != expected) {
            throw new IllegalArgumentException(
                    "the window begins at byte " + window.position() + "; the one before was done with at " + expected);
        }
        return expected == BEGINNING;
    }

    /** Notes that the window is done with up to an index. */
    int doneAt(Window window, int index) {
        expected = window.shift() + index;
        return index - window.from();
    }
}
