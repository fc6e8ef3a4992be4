package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds directories inside the roots, and remembers which directory stood at a path, so that asking again costs one
 * {@code stat} instead of a walk over every name. Safe from any thread; the calling thread does the work.
 *
 * <p><b>Why a remembered directory may be trusted.</b> A directory enters the cache after it was opened from its
 * outermost root on, name by name, each with {@code openat} and {@code O_NOFOLLOW}, and after that root and every one on
 * the way was seen to be the directory that it was at the start: so the inode in the cache was inside the root, whatever
 * anyone did to the path meanwhile. At each use the path is asked again, links followed, for device and
 * inode. The same pair means that the path leads to the same directory, for an inode number is not given away while
 * the directory exists. A directory swapped for another, or for a link, has another inode and is walked anew, and then
 * denied if it lies outside.
 *
 * <p><b>What remains.</b> A directory that is moved out of the roots as a whole is the same directory. While the old
 * path still leads to it, through a link put there, it can be reached until it leaves the cache; its content was
 * inside when it was verified. The number of an inode that was removed may go to a new directory outside that a link
 * at the old path leads to: the same case. And a call that names a file by its path, not through a handle, can be led
 * astray between two looks at the directory by who swaps it for a link and back again in those microseconds; {@link
 * LocalVfs} says which calls those are. Where the system has no handles, a walk is checked by a second one.
 */
final class VerifiedDirectories {

    /** About 1 MB of memory, and more directories than the files of one tree are usually read from at a time. */
    static final int CAPACITY = 4096;

    private final RootJail jail;
    private final Map<Path, VerifiedDirectory> known = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, VerifiedDirectory> eldest) {
            return size() > CAPACITY;
        }
    };

    VerifiedDirectories(RootJail jail) {
        this.jail = jail;
    }

    /**
     * The directory at an absolute path, which may hold links and dots.
     *
     * @param asked the path that the caller's caller named, for messages
     */
    VerifiedDirectory at(Path absolute, Path asked) throws IOException {
        VerifiedDirectory directory = remembered(absolute);
        return directory != null && isStillAt(absolute, directory) ? directory : verify(absolute, asked);
    }

    private VerifiedDirectory remembered(Path absolute) {
        synchronized (known) {
            return known.get(absolute);
        }
    }

    /** Whether the path leads to that directory now. */
    static boolean isStillAt(Path absolute, VerifiedDirectory directory) {
        if (directory.key() == null) {
            return false;
        }
        try {
            return directory
                    .key()
                    .equals(Files.readAttributes(absolute, BasicFileAttributes.class)
                            .fileKey());
        } catch (IOException e) {
            // Gone, or not to be reached: the walk that follows finds out and says what.
            return false;
        }
    }

    private VerifiedDirectory verify(Path absolute, Path asked) throws IOException {
        RootJail.Place place = jail.resolve(absolute, RootJail.Leaf.FOLLOWED, asked);
        if (place.kind() == null) {
            throw new NoSuchFileException(asked.toString());
        }
        if (place.kind() != FileKind.DIRECTORY) {
            throw absolute.equals(jail.roots().absolute(asked))
                    ? new NotDirectoryException(asked.toString())
                    : new FileSystemException(asked.toString(), null, "Not a directory");
        }
        VerifiedDirectory directory = new VerifiedDirectory(place.real(), provenKey(place.real(), asked));
        synchronized (known) {
            known.put(absolute, directory);
        }
        return directory;
    }

    private Object provenKey(Path real, Path asked) throws IOException {
        DirectoryHandle.Passing checked =
                (path, handle) -> jail.roots().requireSame(path, LocalTree.keyOf(handle.key(), path), asked);
        try (DirectoryHandle handle = DirectoryHandle.openBelow(jail.roots().outermostRootOf(real), real, checked)) {
            return handle == null ? keyByASecondWalk(real, asked) : handle.key();
        }
    }

    private Object keyByASecondWalk(Path real, Path asked) throws IOException {
        Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
        RootJail.Place again = jail.resolve(real, RootJail.Leaf.AS_IT_IS, asked);
        if (!again.real().equals(real) || again.kind() != FileKind.DIRECTORY) {
            throw jail.roots().denied(asked);
        }
        return key;
    }
}
