package io.sluice.io.vfs;

import java.io.IOException;

/** Thrown by a {@link FaultyVfs} from the crash in its plan on: there is no process any more that could make a call. */
public final class CrashedException extends IOException {

    private static final long serialVersionUID = 1L;

    CrashedException(String message) {
        super(message);
    }
}
