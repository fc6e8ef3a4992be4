package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * Turns the paths that callers name into places inside the roots. The common case, a file in a directory that is known,
 * costs one {@code stat}. Safe from any thread.
 */
final class LocalPaths {

    /**
     * A name in a directory inside the roots. The name itself may stand for anything, so it is only used without
     * following it.
     *
     * @param asked the path that the caller named
     * @param path an absolute path of the name: the directory's path plus the name
     * @param parent the directory's path
     * @param directory what was at {@code parent} and found inside the roots
     */
    record Spot(Path asked, Path path, Path parent, VerifiedDirectory directory) {

        Path name() {
            return path.getFileName();
        }

        /** Whether it is a root, whose name is in no directory that may be used: then parent and path are the same. */
        boolean isRoot() {
            return parent.equals(path);
        }

        /** The path without links in its parents. */
        Path real() {
            return isRoot() ? directory.real() : directory.real().resolve(name());
        }

        /** The second look at the directory, once a call that went by the path is done. */
        boolean isStillThere() {
            return directory.key() == null || VerifiedDirectories.isStillAt(parent, directory);
        }
    }

    private static final Path SELF = Path.of(".");
    private static final Path PARENT = Path.of("..");

    private final RootJail jail;
    private final VerifiedDirectories directories;

    LocalPaths(List<Path> given, List<Path> real) throws IOException {
        this.jail = new RootJail(given, real, new LocalTree());
        this.directories = new VerifiedDirectories(jail);
    }

    /** The real paths of the roots. */
    List<Path> roots() {
        return jail.roots().realRoots();
    }

    /** The name that {@code path} ends in, whatever that stands for. */
    Spot entry(Path path) throws IOException {
        Path absolute = jail.roots().absolute(path);
        Path parent = absolute.getParent();
        if (parent != null && isPlainName(absolute) && !jail.roots().isSpelledLikeARoot(absolute)) {
            try {
                return new Spot(path, absolute, parent, directories.at(parent, path));
            } catch (NoSuchFileException | AccessDeniedException e) {
                // The long way knows more: another root may lie beyond a parent that is not in one.
            }
        }
        return spotOf(path, jail.resolve(path, RootJail.Leaf.AS_IT_IS));
    }

    /** A handle on the spot's directory, checked to be that one; null on systems without. */
    DirectoryHandle handleOn(Spot spot) throws IOException {
        DirectoryHandle handle = DirectoryHandle.open(spot.parent);
        if (handle == null) {
            return null;
        }
        try {
            if (!handle.key().equals(spot.directory.key())) {
                throw jail.roots().denied(spot.asked);
            }
            return handle;
        } catch (IOException | RuntimeException e) {
            handle.closeQuietly();
            throw e;
        }
    }

    /** Says that nothing is at the spot, unless that was seen through a directory that was swapped. */
    FileSystemException missing(Spot spot) {
        return spot.isStillThere() ? new NoSuchFileException(spot.asked.toString()) : denied(spot.asked);
    }

    /** The name of the file that {@code path} leads to, links followed, whether the file exists or not. */
    Spot target(Path path) throws IOException {
        return spotOf(path, jail.resolve(path, RootJail.Leaf.FOLLOWED));
    }

    /** Like {@link #entry}, for a name that is going to be moved or removed. */
    Spot changeableEntry(Path path) throws IOException {
        Spot spot = entry(path);
        refuseRoot(spot);
        return spot;
    }

    /** Refuses a name that holds a root: that of an outer root belongs to the outside, and the others must stay. */
    void refuseRoot(Spot spot) throws FileSystemException {
        if (spot.isRoot()) {
            throw jail.roots().denied(spot.asked);
        }
        if (jail.roots().holdsRoot(spot.real())) {
            throw new AccessDeniedException(
                    spot.asked.toString(), null, "is a root or holds one, and so is not moved, removed or replaced");
        }
    }

    /** Like {@link #entry}, for a name that is going to be created; that of a root is taken, by the root. */
    Spot newEntry(Path path) throws IOException {
        Spot spot = entry(path);
        if (spot.isRoot()) {
            throw new FileAlreadyExistsException(path.toString());
        }
        return spot;
    }

    private Spot spotOf(Path path, RootJail.Place place) throws IOException {
        Path real = place.real();
        Path parent = real.getParent();
        if (jail.roots().isRoot(real) && (parent == null || !jail.roots().contains(parent))) {
            return new Spot(path, real, real, directories.at(real, path));
        }
        return new Spot(path, real, parent, directories.at(parent, path));
    }

    /** The directory that {@code path} leads to. */
    VerifiedDirectory directory(Path path) throws IOException {
        return directories.at(jail.roots().absolute(path), path);
    }

    /** Whether the path, as the caller named it, leads to the directory now. */
    boolean isStillAt(Path path, VerifiedDirectory directory) {
        return directory.key() == null
                || VerifiedDirectories.isStillAt(jail.roots().absolute(path), directory);
    }

    /** Whether a name in this directory says a root, whatever that leads to by now. */
    boolean isSpelledLikeTheParentOfARoot(Path directory) {
        return jail.roots().isSpelledLikeTheParentOfARoot(directory);
    }

    Path absolute(Path path) {
        return jail.roots().absolute(path);
    }

    /** The real path of what {@code path} leads to; fails if there is nothing. */
    Path existing(Path path) throws IOException {
        Path real = orNull(path);
        if (real == null) {
            throw new NoSuchFileException(path.toString());
        }
        return real;
    }

    /** The real path of what {@code path} leads to; null if there is nothing. */
    Path orNull(Path path) throws IOException {
        RootJail.Place place = jail.resolve(path, RootJail.Leaf.FOLLOWED);
        return place.kind() == null ? null : place.real();
    }

    /** Refuses a link at {@code name} that would say a target outside. */
    void checkTarget(Path target, Spot name) throws IOException {
        jail.resolveTarget(target, name.directory.real());
    }

    FileSystemException denied(Path path) {
        return jail.roots().denied(path);
    }

    /** What is at the spot, a link as a link; null when nothing is. */
    static BasicFileAttributes look(Spot spot) throws IOException {
        return LocalTree.attributesOf(spot.path);
    }

    /** Whether its last name is one that a directory may hold. Compares bytes: this is on the way of every open. */
    static boolean isPlainName(Path absolute) {
        return !absolute.endsWith(PARENT) && !absolute.endsWith(SELF);
    }
}
