package io.sluice.sink.store.log;

import java.io.IOException;

/** A log does not say what a log must say. Nothing is written to it any more until somebody has looked at it. */
public final class DamagedLogException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedLogException(String where, String what, Throwable cause) {
        super(where + ": " + what + ". Run verify on the data set, and restore what is damaged from a copy", cause);
    }
}
