package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

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

    /**
     * A root.
     *
     * @param key what tells the directory from others
     * @param outermost the real path of the root that this one lies in, and that lies in no other; often this one
     */
    private record Root(Path given, Path real, boolean isAlias, Object key, Path outermost) {}

    private final List<Root> roots;
    private final List<Path> realRoots;
    private final Tree tree;

    /**
     * @param given the roots as configured, absolute
     * @param real the same directories, in the same order, with every link resolved
     */
    RootJail(List<Path> given, List<Path> real, Tree tree) throws IOException {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("roots must name at least one directory, but is empty");
        }
        List<Root> pairs = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            Path each = real.get(i);
            pairs.add(
                    new Root(given.get(i), each, !given.get(i).equals(each), tree.keyOf(each), outermost(each, real)));
        }
        this.roots = List.copyOf(pairs);
        this.realRoots = List.copyOf(real);
        this.tree = tree;
    }

    private static Path outermost(Path root, List<Path> all) {
        Path outermost = root;
        for (Path other : all) {
            if (outermost.startsWith(other)) {
                outermost = other;
            }
        }
        return outermost;
    }

    /**
     * The path as the walk starts it. One that is relative belongs to the first root. The spelling of a root is
     * replaced by the directory that it meant when the roots were opened, whatever the spelling may lead to by now.
     */
    Path absolute(Path path) {
        if (!path.isAbsolute()) {
            return roots.get(0).real.resolve(path);
        }
        for (int i = 0; i < roots.size(); i++) {
            Root root = roots.get(i);
            if (root.isAlias && path.startsWith(root.given)) {
                int names = root.given.getNameCount();
                return path.getNameCount() == names
                        ? root.real
                        : root.real.resolve(path.subpath(names, path.getNameCount()));
            }
        }
        return path;
    }

    boolean contains(Path real) {
        for (int i = 0; i < roots.size(); i++) {
            if (real.startsWith(roots.get(i).real)) {
                return true;
            }
        }
        return false;
    }

    boolean isRoot(Path real) {
        for (Root root : roots) {
            if (real.equals(root.real)) {
                return true;
            }
        }
        return false;
    }

    boolean isSpelledLikeARoot(Path absolute) {
        for (int i = 0; i < roots.size(); i++) {
            if (absolute.equals(roots.get(i).given) || absolute.equals(roots.get(i).real)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the directory is a root or has one below it, so that its name may not go. */
    boolean holdsRoot(Path real) {
        for (int i = 0; i < roots.size(); i++) {
            if (roots.get(i).real.startsWith(real)) {
                return true;
            }
        }
        return false;
    }

    /** The root to prove a path from: the one that lies in no other. */
    Path outermostRootOf(Path real) throws AccessDeniedException {
        for (Root root : roots) {
            if (real.startsWith(root.real)) {
                return root.outermost;
            }
        }
        throw denied(real);
    }

    List<Path> realRoots() {
        return realRoots;
    }

    AccessDeniedException denied(Path path) {
        return new AccessDeniedException(
                path.toString(),
                null,
                "lies outside the roots " + roots.stream().map(Root::given).toList());
    }

    /**
     * Refuses to go on at a directory that has the path of a root and is not that root.
     *
     * @param key what tells the directory that was found from others
     */
    void requireSame(Path real, Object key, Path asked) throws AccessDeniedException {
        for (Root root : roots) {
            if (real.equals(root.real) && !Objects.equals(key, root.key)) {
                throw new AccessDeniedException(
                        asked.toString(),
                        null,
                        "the root " + root.given
                                + " was removed or replaced after it was opened, so nothing below it is"
                                + " used; put it back, or restart to use the directory that is there now");
            }
        }
    }

    private void requireUnchanged(Path here, Path asked) throws IOException {
        if (isRoot(here)) {
            requireSame(here, tree.keyOf(here), asked);
        }
    }

    Place resolve(Path path, Leaf leaf) throws IOException {
        return walk(path, absolute(path), leaf);
    }

    /** Like {@link #resolve}, on behalf of a caller who asked for another path, which is the one that failures name. */
    Place resolve(Path path, Leaf leaf, Path asked) throws IOException {
        return walk(asked, absolute(path), leaf);
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
            if (!contains(here)) {
                if (!leadsToARoot(next)) {
                    throw denied(path);
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
        if (!contains(here)) {
            throw denied(path);
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
        Root start = null;
        int names = 0;
        for (Root root : roots) {
            if (absolute.startsWith(root.given) && root.given.getNameCount() >= names) {
                start = root;
                names = root.given.getNameCount();
            }
        }
        push(absolute, names, rest);
        if (start == null) {
            return absolute.getRoot();
        }
        push(start.real, start.outermost.getNameCount(), rest);
        return start.outermost;
    }

    private static void push(Path path, int from, Deque<Path> rest) {
        for (int i = path.getNameCount() - 1; i >= from; i--) {
            rest.push(path.getName(i));
        }
    }

    private boolean leadsToARoot(Path path) {
        for (Root root : roots) {
            if (root.real.startsWith(path)) {
                return true;
            }
        }
        return false;
    }
}
