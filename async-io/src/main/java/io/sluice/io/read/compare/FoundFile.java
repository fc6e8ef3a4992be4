package io.sluice.io.read.compare;

import java.nio.file.Path;

/** A file of the tree and its size when it was found. */
record FoundFile(Path path, long bytes) {}
