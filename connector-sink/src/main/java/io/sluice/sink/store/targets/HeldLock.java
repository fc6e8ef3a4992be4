package io.sluice.sink.store.targets;

import java.io.Closeable;
import java.io.IOException;

/** A lock that is held until it is closed or its process ends. Safe from any thread. */
public interface HeldLock extends Closeable {
    String name();

    @Override
    void close() throws IOException;
}
