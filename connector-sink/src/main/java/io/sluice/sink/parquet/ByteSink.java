package io.sluice.sink.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the bytes of a file in their order. Used by one thread at a time. */
@FunctionalInterface
public interface ByteSink {
    /** Takes all that remains in {@code source}, which is the caller's again when this returns. */
    void write(ByteBuffer source) throws IOException;
}
