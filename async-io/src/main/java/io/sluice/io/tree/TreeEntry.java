package io.sluice.io.tree;

import io.sluice.io.vfs.FileStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One thing a {@link TreeWalk} met.
 *
 * @param path where, under the root of the walk
 * @param depth 1 in the root itself
 * @param stat what it is, or empty if even that could not be found out
 * @param failure why it, or what is in it, could not be seen; a directory whose listing breaks off is met twice, the second
 *     time with the failure
 */
public record TreeEntry(Path path, int depth, Optional<FileStat> stat, Optional<IOException> failure) {}
