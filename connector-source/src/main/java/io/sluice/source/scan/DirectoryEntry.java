package io.sluice.source.scan;

import io.sluice.io.vfs.FileStat;
import java.nio.file.Path;

/**
 * A name in a directory that the scan knows something of: a file, a directory that it enters, or a problem. Owned by the
 * scan's thread.
 */
final class DirectoryEntry {

    /** Which file it is, whatever its name; a file without an inode is its path. */
    record FileKey(long device, long inode, Path path) {}

    final DirectoryNode parent;
    final Path path;
    final boolean watched;

    /** Not null when it is a file. */
    FileStat stat;

    FileKey key;

    /** Not null when it is a directory. */
    DirectoryNode directory;

    /** Whether a link leads there. */
    boolean link;

    /** What is wrong with it, null if nothing is. */
    ScanProblem problem;

    /** The listing that met the name last. */
    long listing;

    /** When it changed last, as far as was seen, by {@code Vfs.nanoTime}. */
    long changedAt;

    /** When it has its next turn; the largest value for never. */
    long due;

    /** Whether it is looked at in every pass. */
    boolean active;

    /** What the last result said of it, null if it was not in there. */
    FoundFile published;

    /** Where in the last result's files. */
    int index;

    DirectoryEntry(DirectoryNode parent, Path path, boolean watched) {
        this.parent = parent;
        this.path = path;
        this.watched = watched;
    }

    boolean isFile() {
        return stat != null;
    }

    FoundFile found() {
        return new FoundFile(parent.root, path, stat);
    }

    static FileKey keyOf(FileStat stat, Path path) {
        return stat.inode() == 0 ? new FileKey(0, 0, path) : new FileKey(stat.device(), stat.inode(), null);
    }
}
