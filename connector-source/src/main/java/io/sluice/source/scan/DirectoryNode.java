package io.sluice.source.scan;

import io.sluice.io.vfs.FileStat;
import java.nio.file.Path;
import java.util.TreeMap;

/** A directory that the scan enters, and what it knows of its names. Owned by the scan's thread. */
final class DirectoryNode {

    /**
     * How long the listing of a directory is worth for each name in it: to list one name and look at it takes about 10
     * microseconds, so that a large directory in which something changes all the time takes 5 % of a core.
     */
    private static final long NANOS_PER_NAME = 200_000;

    /** Up to this many names a directory is listed whenever it has changed. */
    private static final int FEW_NAMES = 5_000;

    final ScanRoot root;
    final DirectoryNode parent;
    final Path path;
    final String[] names;

    /** By name, in their order, which is that of the result. */
    final TreeMap<String, DirectoryEntry> entries = new TreeMap<>();

    /** What was said of it before it was listed; null before the first look. */
    FileStat stat;

    /** What is wrong with it, null if nothing is. */
    ScanProblem problem;

    /** Whether it must be listed, because it never was, the last time failed, or something in it vanished. */
    boolean stale = true;

    long listings;
    boolean listed;

    /** The pass in which it was listed last. */
    long listedIn;

    int namesListed;
    int subdirectories;

    /** Whether hints of it are waited for, and whether it left the scan. */
    boolean hinted;

    boolean dropped;
    int specialFiles;
    int linksIgnored;
    private long listedAt;
    private long relistAt;
    private long changeSeenAt;

    DirectoryNode(ScanRoot root, DirectoryNode parent, Path path, String[] names) {
        this.root = root;
        this.parent = parent;
        this.path = path;
        this.names = names;
    }

    int depth() {
        return names.length;
    }

    /** Whether it is, by now, another directory than the one that is known. */
    boolean isAnother(FileStat now) {
        return stat != null && (stat.inode() != now.inode() || stat.device() != now.device());
    }

    /** Notes what is said of it now. */
    void seen(FileStat now, long time) {
        if (stat == null || !stat.modified().equals(now.modified()) || isAnother(now)) {
            changeSeenAt = time;
            stale = true;
        }
        stat = now;
    }

    boolean mustBeListed(long time, long settleNanos) {
        return !isSettled(settleNanos) || time - relistAt >= 0;
    }

    /** Whether enough time has passed since the last listing, for its size. */
    boolean mayBeListed(long time) {
        return !listed || namesListed <= FEW_NAMES || time - listedAt >= namesListed * NANOS_PER_NAME;
    }

    /** Notes a complete listing, and sets the time of the next one apart from that of other directories. */
    void listed(long pass, long time, int count, long relistNanos) {
        listed = true;
        listedIn = pass;
        listedAt = time;
        namesListed = count;
        long apart = Math.floorMod(FileOwnership.mix(path.hashCode()), relistNanos / 4 + 1);
        relistAt = time + relistNanos - apart;
    }

    /**
     * Whether the last listing was long enough after the last change was seen. If not, it may lack a change made in the
     * same step of the file system's clock, however long ago that is by now.
     */
    boolean isSettled(long settleNanos) {
        return !stale && listedAt - changeSeenAt > settleNanos;
    }

    /** Whether a change of a file in it would not be looked for in the next pass. */
    boolean isQuiet() {
        boolean watched = false;
        for (DirectoryEntry entry : entries.values()) {
            if (entry.active) {
                return false;
            }
            watched |= entry.watched && entry.isFile();
        }
        return watched;
    }

    /** Whether a directory is one of those that lead here. */
    boolean isInside(FileStat directory) {
        for (DirectoryNode node = parent; node != null; node = node.parent) {
            if (node.stat != null && node.stat.sameFile(directory)) {
                return true;
            }
        }
        return false;
    }
}
