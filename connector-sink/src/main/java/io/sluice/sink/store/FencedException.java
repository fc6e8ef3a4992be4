package io.sluice.sink.store;

import java.io.IOException;

/** Another writer has claimed the log since: this one may commit nothing more, and nothing it staged counts. */
public final class FencedException extends IOException {
    private static final long serialVersionUID = 1L;

    FencedException(String where) {
        super(where + ": another writer has this number, so it has claimed the log and this writer ends. If nobody"
                + " meant to start a second one, see which of the two should run");
    }
}
