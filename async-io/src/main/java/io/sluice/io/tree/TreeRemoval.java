package io.sluice.io.tree;

import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Removes a directory with everything below it. Links are removed, never followed, and before a directory is emptied it is
 * checked to be where it should be under the root. One directory is open at a time, however deep the tree. It stops at the
 * first failure; calling again goes on from there. A root of the {@link Vfs}, or a directory that holds one, is refused
 * before anything is removed.
 *
 * <p>The check is against accidents, not attacks: whoever may write into the tree during the removal can put a link in
 * place of a directory between the check and the removal of a file in it.
 */
public final class TreeRemoval {
    /** How often one tree's directories are listed again because someone has put new entries in. */
    private static final int MOST_RELISTINGS = 100;

    private final Vfs vfs;
    private final Path root;
    private final Path canonicalRoot;
    private long removed;
    private int relistings;

    private TreeRemoval(Vfs vfs, Path root) throws IOException {
        this.vfs = vfs;
        this.root = root;
        this.canonicalRoot = vfs.canonical(root);
    }

    /**
     * Removes what is at {@code root}, on the calling thread; a link there is removed itself. Entries that others remove
     * meanwhile are passed over. Returns how many entries it removed.
     */
    public static long remove(Vfs vfs, Path root) throws IOException {
        if (!vfs.statLink(root).isDirectory()) {
            vfs.delete(root);
            return 1;
        }
        TreeRemoval removal = new TreeRemoval(vfs, root);
        removal.refuseRoots();
        removal.run();
        return removal.removed;
    }

    private void refuseRoots() throws AccessDeniedException {
        for (Path held : vfs.roots()) {
            if (held.startsWith(canonicalRoot)) {
                throw new AccessDeniedException(
                        root.toString(),
                        null,
                        "is or holds the root " + held
                                + " of this file system, which cannot go, so nothing was removed;"
                                + " remove what is in it instead");
            }
        }
    }

    private void run() throws IOException {
        Deque<Path> path = new ArrayDeque<>();
        path.push(root);
        while (!path.isEmpty()) {
            Path directory = path.peek();
            Path below = removeFilesUpToADirectory(directory);
            if (below != null) {
                path.push(below);
            } else if (removeEmptied(directory)) {
                path.pop();
            }
        }
    }

    /** Returns the first directory in {@code directory}, or null when nothing is left. */
    private Path removeFilesUpToADirectory(Path directory) throws IOException {
        if (!isWhereItShouldBe(directory)) {
            return null;
        }
        try (Vfs.Listing listing = vfs.list(directory)) {
            for (Path entry = listing.next(); entry != null; entry = listing.next()) {
                FileStat stat;
                try {
                    stat = vfs.statLink(entry);
                } catch (NoSuchFileException gone) {
                    continue;
                }
                if (stat.isDirectory()) {
                    return entry;
                }
                delete(entry);
            }
            return null;
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    private boolean isWhereItShouldBe(Path directory) throws IOException {
        try {
            Path expected = canonicalRoot.resolve(root.relativize(directory));
            if (!vfs.statLink(directory).isDirectory()
                    || !vfs.canonical(directory).normalize().equals(expected.normalize())) {
                throw new FileSystemException(
                        directory.toString(),
                        null,
                        "it was replaced while " + root + " was being removed; nothing was removed through it");
            }
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private boolean removeEmptied(Path directory) throws IOException {
        try {
            delete(directory);
            return true;
        } catch (DirectoryNotEmptyException refilled) {
            relistings++;
            if (relistings > MOST_RELISTINGS) {
                throw refilled;
            }
            return false;
        }
    }

    private void delete(Path entry) throws IOException {
        try {
            vfs.delete(entry);
            removed++;
        } catch (NoSuchFileException gone) {
            // Removed by someone else, which is as good.
        }
    }
}
