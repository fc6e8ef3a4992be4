package io.sluice.sink.store;

import java.io.IOException;

/**
 * A commit stands, but its files are not all visible yet. Not to be committed again: the next commit or claim makes them
 * visible, and so does {@code publish}.
 */
public final class UnpublishedException extends IOException {
    private static final long serialVersionUID = 1L;

    UnpublishedException(String where, IOException cause) {
        super(
                where + ": committed, but not all of its files are visible yet (" + cause.getMessage()
                        + "). Do not commit it again: the next commit or claim, or publish, makes them visible",
                cause);
    }
}
