package io.sluice.sink.store;

import io.sluice.sink.parquet.ByteSink;
import java.io.IOException;

/** Writes the content of one file. */
@FunctionalInterface
public interface FileContent {
    /** Writes all of it, and says what it was. Runs on the thread of whoever writes the key. */
    FileFacts writeTo(ByteSink sink) throws IOException;
}
