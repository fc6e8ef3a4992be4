package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The rule that no path leads out of the configured roots, as a walk over a path's names one by one. It holds no state
 * but the roots, so any thread may use it.
 *
 * <p><b>Roots are directories, not paths.</b> What a root's path led to when the roots were opened is the root for as
 * long as they are open. Each walk that starts at a root or passes one asks whether the same directory is still there,
 * by its key (device and inode). If it was removed, or if another directory or a link took its place, every path that
 * goes through it is refused. Where the system has no such keys, a link in its place is noticed and another directory
 * is not. A root inside another one is reached from the outer root on, name by name, and no root, nor a directory that
 * holds one, may be moved or removed.
 *
 * <p>The walk does what the system would do ({@code ..} after a link means the parent of the link's target), with one
 * difference: it asks the file system only about names whose directory lies in a root. Outside the roots it may only
 * pass along the real paths of the roots themselves, by name and without looking, so that a link {@code
 * ../other-root/file} works; any other step there is denied. Whether something exists outside is therefore never
 * revealed.
 */
final class RootJail {

    /** The system's own limit on Linux. */
    private static final int MAXIMUM_LINKS = 40;

    /** What the walk needs to know of a file system. Only asked about names whose parent is real and inside a root. */
    interface Tree {
        /** What is at {@code real}, a link as a link; null when nothing is. */
        FileKind kindOf(Path real) throws IOException;

        /** What tells the directory at a root's path from others; null when no directory is there, but a link, say. */
        Object keyOf(Path realRoot) throws IOException;

        Path targetOf(Path realLink) throws IOException;
    }

    /** How a walk ends. */
    enum Leaf {
        /** A link at the end is followed. The last name may be missing, the ones before it may not. */
        FOLLOWED,
        /** A link at the end is the result. The last name may be missing. */
        AS_IT_IS,
        /** Like {@link #FOLLOWED}, and every name may be missing: to judge what a new link would say. */
        IMAGINED
    }

    /**
     * The end of a walk.
     *
     * @param real a path inside the roots without links in its parents
     * @param kind what is there, null when nothing is
     */
    record Place(Path real, FileKind kind) {}

    private final Roots roots;
    private final Tree tree;

    /**
     * @param given the roots as configured, absolute
     * @param real the same directories, in the same order, with every link resolved
     */
    RootJail(List<Path> given, List<Path> real, Tree tree) throws IOException {
        this.roots = new Roots(given, real, tree);
        this.tree = tree;
    }

    Roots roots() {
        return roots;
    }

    private void requireUnchanged(Path here, Path asked) throws IOException {
        if (roots.isRoot(here)) {
            roots.requireSame(here, tree.keyOf(here), asked);
        }
    }

    Place resolve(Path path, Leaf leaf) throws IOException {
        return walk(path, roots.absolute(path), leaf);
    }

    /** Like {@link #resolve}, on behalf of a caller who asked for another path, which is the one that failures name. */
    Place resolve(Path path, Leaf leaf, Path asked) throws IOException {
        return walk(asked, roots.absolute(path), leaf);
    }

    /** Like {@link #resolve} for the target of a link, which is relative to the link's directory. */
    Place resolveTarget(Path target, Path realDirectory) throws IOException {
        return walk(target, realDirectory.resolve(target), Leaf.IMAGINED);
    }

    private Place walk(Path path, Path absolute, Leaf leaf) throws IOException {
        Deque<Path> rest = new ArrayDeque<>();
        Path here = enter(absolute, rest);
        requireUnchanged(here, path);
        FileKind kind = FileKind.DIRECTORY;
        int links = 0;
        while (!rest.isEmpty()) {
            if (kind != FileKind.DIRECTORY && leaf != Leaf.IMAGINED) {
                throw notADirectory(path, kind);
            }
            Path name = rest.pop();
            String text = name.toString();
            if (text.equals(".") || text.isEmpty()) {
                continue;
            }
            if (text.equals("..")) {
                here = here.getParent() == null ? here : here.getParent();
                kind = FileKind.DIRECTORY;
                continue;
            }
            Path next = here.resolve(name);
            if (!roots.contains(here)) {
                if (!roots.lieBeyond(next)) {
                    throw roots.denied(path);
                }
                here = next;
                requireUnchanged(here, path);
                kind = FileKind.DIRECTORY;
                continue;
            }
            requireUnchanged(next, path);
            kind = tree.kindOf(next);
            if (kind == FileKind.LINK && (leaf != Leaf.AS_IT_IS || !rest.isEmpty())) {
                if (++links > MAXIMUM_LINKS && leaf == Leaf.IMAGINED) {
                    // A circle leads nowhere, so not outside either.
                    return new Place(here, null);
                }
                if (links > MAXIMUM_LINKS) {
                    throw new FileSystemException(path.toString(), null, "Too many levels of symbolic links");
                }
                Path target = tree.targetOf(next);
                if (target.isAbsolute()) {
                    here = enter(target, rest);
                    requireUnchanged(here, path);
                } else {
                    push(target, 0, rest);
                }
                kind = FileKind.DIRECTORY;
                continue;
            }
            here = next;
        }
        if (!roots.contains(here)) {
            throw roots.denied(path);
        }
        return new Place(here, kind);
    }

    private static FileSystemException notADirectory(Path path, FileKind kind) {
        return kind == null
                ? new NoSuchFileException(path.toString())
                : new FileSystemException(path.toString(), null, "Not a directory");
    }

    /**
     * Starts at the real path of the root that {@code absolute} is spelled under, or rather at the outermost root on the
     * way to that one; or else at the very top.
     */
    private Path enter(Path absolute, Deque<Path> rest) {
        Roots.Root start = roots.spelledIn(absolute);
        if (start == null) {
            push(absolute, 0, rest);
            return absolute.getRoot();
        }
        push(absolute, start.given().getNameCount(), rest);
        push(start.real(), start.outermost().getNameCount(), rest);
        return start.outermost();
    }

    private static void push(Path path, int from, Deque<Path> rest) {
        for (int i = path.getNameCount() - 1; i >= from; i--) {
            rest.push(path.getName(i));
        }
    }
}
