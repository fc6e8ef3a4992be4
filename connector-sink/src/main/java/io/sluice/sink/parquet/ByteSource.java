package io.sluice.sink.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a file at any position. Safe from any thread; its owner closes it. */
public interface ByteSource extends Closeable {
    /** What to call it in a message. */
    String name();

    long bytes();

    /** Reads into {@code target} from {@code position}; returns how many bytes, -1 at or past the end. */
    int read(ByteBuffer target, long position) throws IOException;
}
