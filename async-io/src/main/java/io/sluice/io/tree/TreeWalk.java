package io.sluice.io.tree;

import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.Vfs;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Meets everything below a directory, depth first, a directory before what is in it, otherwise in no order. It reads as the
 * caller goes on: no more is open than one listing for each level it is inside of, and no more is in memory. What cannot be
 * read is an entry with its failure, and the walk goes on. Entries that vanish meanwhile are passed over. One thread at a
 * time; its owner closes it.
 */
public final class TreeWalk implements Closeable {
    /** The deepest a walk may be allowed to go, which bounds the listings it may have open. */
    public static final int DEEPEST = 256;

    private final Vfs vfs;
    private final int maxDepth;
    private final LinkPolicy links;

    /** The directories the walk is inside of, the innermost first. */
    private final Deque<Level> levels = new ArrayDeque<>();

    private TreeWalk(Vfs vfs, int maxDepth, LinkPolicy links) {
        this.vfs = vfs;
        this.maxDepth = maxDepth;
        this.links = links;
    }

    /** A directory and how far it is read; {@code stat} tells it apart from the others. */
    private static final class Level {
        final Path directory;
        final FileStat stat;
        final Vfs.Listing listing;
        boolean entered = true;

        Level(Path directory, FileStat stat, Vfs.Listing listing) {
            this.directory = directory;
            this.stat = stat;
            this.listing = listing;
        }
    }

    /**
     * Opens {@code root}, which must be a directory or a link to one and is not itself met.
     *
     * @param maxDepth how many levels below the root are listed, from 1; directories on the last are met, but not entered
     */
    public static TreeWalk open(Vfs vfs, Path root, int maxDepth, LinkPolicy links) throws IOException {
        if (maxDepth < 1 || maxDepth > DEEPEST) {
            throw new IllegalArgumentException("maxDepth is " + maxDepth + ", but must be between 1 and " + DEEPEST);
        }
        FileStat stat = vfs.stat(root);
        if (!stat.isDirectory()) {
            throw new NotDirectoryException(root.toString());
        }
        TreeWalk walk = new TreeWalk(vfs, maxDepth, links);
        walk.levels.push(new Level(root, stat, vfs.list(root)));
        return walk;
    }

    /** The next entry, or null when there is none, or when the walk is closed. */
    public TreeEntry next() {
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            try {
                Path path = level.listing.next();
                if (path == null) {
                    leave(level);
                    level.listing.close();
                } else {
                    Optional<TreeEntry> entry = meet(path, levels.size());
                    if (entry.isPresent()) {
                        return entry.get();
                    }
                }
            } catch (IOException failure) {
                if (level.entered) {
                    // The listing broke off, so what is left of it cannot be read.
                    leave(level);
                    close(level, failure);
                }
                int depth = levels.size();
                return new TreeEntry(level.directory, depth, Optional.of(level.stat), Optional.of(failure));
            }
        }
        return null;
    }

    private void leave(Level level) {
        level.entered = false;
        levels.pop();
    }

    private Optional<TreeEntry> meet(Path path, int depth) {
        FileStat stat = null;
        try {
            stat = vfs.statLink(path);
            boolean link = stat.isLink();
            if (link && links == LinkPolicy.FOLLOW) {
                stat = statTarget(path, stat);
            }
            if (stat.isDirectory() && depth < maxDepth) {
                if (link) {
                    requireNoLoop(path, stat);
                }
                levels.push(new Level(path, stat, vfs.list(path)));
            }
            return Optional.of(new TreeEntry(path, depth, Optional.of(stat), Optional.empty()));
        } catch (NoSuchFileException vanished) {
            return Optional.empty();
        } catch (IOException failure) {
            return Optional.of(new TreeEntry(path, depth, Optional.ofNullable(stat), Optional.of(failure)));
        }
    }

    /** A link that leads nowhere is met as a link. */
    private FileStat statTarget(Path path, FileStat link) throws IOException {
        try {
            return vfs.stat(path);
        } catch (NoSuchFileException dangling) {
            return link;
        }
    }

    private void requireNoLoop(Path path, FileStat stat) throws IOException {
        for (Level outer : levels) {
            boolean same = stat.inode() != 0
                    ? stat.sameFile(outer.stat)
                    : vfs.canonical(path).equals(vfs.canonical(outer.directory));
            if (same) {
                throw new FileSystemLoopException(
                        path + " leads back to " + outer.directory + "; it is not entered again");
            }
        }
    }

    /** Closes what is open. The walk then has no next entry. */
    @Override
    public void close() throws IOException {
        IOException first = null;
        while (!levels.isEmpty()) {
            try {
                levels.pop().listing.close();
            } catch (IOException failure) {
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static void close(Level level, IOException failure) {
        try {
            level.listing.close();
        } catch (IOException unclosed) {
            failure.addSuppressed(unclosed);
        }
    }
}
