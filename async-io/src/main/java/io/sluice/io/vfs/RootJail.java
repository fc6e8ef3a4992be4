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

/**
 * The rule that no path leads out of the configured roots, as a walk over a path's names one by one. It holds no state
 * but the roots, so any thread may use it.
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

    private record Root(Path given, Path real, boolean isAlias) {}

    private final List<Root> roots;

    /**
     * @param given the roots as configured, absolute
     * @param real the same directories, in the same order, with every link resolved
     */
    RootJail(List<Path> given, List<Path> real) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("roots must name at least one directory, but is empty");
        }
        List<Root> pairs = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            pairs.add(new Root(given.get(i), real.get(i), !given.get(i).equals(real.get(i))));
        }
        this.roots = List.copyOf(pairs);
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

    List<Path> realRoots() {
        return roots.stream().map(Root::real).toList();
    }

    AccessDeniedException denied(Path path) {
        return new AccessDeniedException(
                path.toString(),
                null,
                "lies outside the roots " + roots.stream().map(Root::given).toList());
    }

    Place resolve(Path path, Leaf leaf, Tree tree) throws IOException {
        return walk(path, absolute(path), leaf, tree);
    }

    /** Like {@link #resolve} for the target of a link, which is relative to the link's directory. */
    Place resolveTarget(Path target, Path realDirectory, Tree tree) throws IOException {
        return walk(target, realDirectory.resolve(target), Leaf.IMAGINED, tree);
    }

    private Place walk(Path path, Path absolute, Leaf leaf, Tree tree) throws IOException {
        Deque<Path> rest = new ArrayDeque<>();
        Path here = enter(absolute, rest);
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
                kind = FileKind.DIRECTORY;
                continue;
            }
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

    /** Starts at the real path of the root that {@code absolute} is spelled under, or else at the very top. */
    private Path enter(Path absolute, Deque<Path> rest) {
        Path start = absolute.getRoot();
        int names = 0;
        for (Root root : roots) {
            if (absolute.startsWith(root.given) && root.given.getNameCount() >= names) {
                start = root.real;
                names = root.given.getNameCount();
            }
        }
        push(absolute, names, rest);
        return start;
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
