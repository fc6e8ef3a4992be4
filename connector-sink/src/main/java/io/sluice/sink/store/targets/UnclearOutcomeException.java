package io.sluice.sink.store.targets;

import java.io.IOException;

/** Nobody can say whether an object was created, or whether it will outlast a crash. Read it to find out. */
public final class UnclearOutcomeException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnclearOutcomeException(String name, IOException cause) {
        super(name + ": it is unclear whether this was created, and durably (" + cause.getMessage() + ")", cause);
    }
}
