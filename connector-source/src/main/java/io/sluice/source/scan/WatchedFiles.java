package io.sluice.source.scan;

import java.nio.file.Path;

/**
 * Which of the files found are this task's to follow. The others are known by name and inode, so that a file with two
 * names has one owner, and are handed out apart, but not looked at for changes.
 */
@FunctionalInterface
public interface WatchedFiles {

    /** All of them. */
    WatchedFiles ALL = (root, path) -> true;

    /** Asked once for each name; always gives the same answer. */
    boolean contains(ScanRoot root, Path path);

    /** Those whose family the task owns. */
    static WatchedFiles of(FileOwnership ownership, RotationRule rule) {
        return (root, path) -> ownership.owns(rule.of(root, path));
    }
}
