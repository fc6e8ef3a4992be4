package io.sluice.io.vfs;

import java.nio.file.Path;

/**
 * A directory that was found inside the roots.
 *
 * @param real its path without links
 * @param key device and inode as the JDK compares them, null where the system has none
 */
record VerifiedDirectory(Path real, Object key) {}
