package io.sluice.source.tail;

import io.sluice.source.scan.FoundFile;

/** Says which files are this task's. */
@FunctionalInterface
public interface FileOwner {
    boolean owns(FoundFile file);
}
