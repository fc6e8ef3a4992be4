package io.sluice.sink.store.targets;

import java.io.IOException;

/** Somebody who looked for dead writers took a new staging area over before its writer had it. Another name is free. */
public final class AreaTakenException extends IOException {
    private static final long serialVersionUID = 1L;

    AreaTakenException(String where, IOException cause) {
        super(where + ": somebody took this staging area over before its writer had it. Open another", cause);
    }
}
