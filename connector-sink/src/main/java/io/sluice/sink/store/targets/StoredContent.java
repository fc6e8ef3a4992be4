package io.sluice.sink.store.targets;

import io.sluice.sink.parquet.ByteSource;

/** An object that is open for reading. Safe from any thread; its owner closes it. */
public interface StoredContent extends ByteSource {}
