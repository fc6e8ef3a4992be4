package io.sluice.sink.store.targets;

import io.sluice.sink.parquet.ByteSink;
import java.io.IOException;

/** Content being written where no reader sees it. One thread at a time. */
public interface StagedContent extends ByteSink {

    /** What it will be called. */
    String name();

    /** How much was written. */
    long bytes();

    /** Makes what was written durable and says how to publish it. Once; nothing may be written any more. */
    StagedObject seal() throws IOException;

    /** Abandons and removes it; after {@link #seal} too, as long as it is not committed. Does nothing the second time. */
    void discard() throws IOException;
}
