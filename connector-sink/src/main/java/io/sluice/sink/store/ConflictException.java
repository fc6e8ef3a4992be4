package io.sluice.sink.store;

import java.io.IOException;

/** Another writer changed a key that a transaction replaces or deletes, past its lock. Nothing was committed. */
public final class ConflictException extends IOException {
    private static final long serialVersionUID = 1L;

    ConflictException(String location, Key key) {
        super(location + ": key " + key + " was changed by another writer since this transaction locked it. Nothing was"
                + " committed; begin again");
    }
}
