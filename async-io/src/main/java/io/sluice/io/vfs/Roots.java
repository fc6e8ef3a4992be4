package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The directories that a {@link RootJail} ends at, and what can be said of a path by them alone. Safe from any thread. */
final class Roots {

    /**
     * A root.
     *
     * @param key what tells the directory from others
     * @param outermost the real path of the root that this one lies in, and that lies in no other; often this one
     */
    record Root(Path given, Path real, boolean isAlias, Object key, Path outermost) {}

    private final List<Root> roots;
    private final List<Path> realRoots;

    /**
     * @param given the roots as configured, absolute
     * @param real the same directories, in the same order, with every link resolved
     */
    Roots(List<Path> given, List<Path> real, RootJail.Tree tree) throws IOException {
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

    boolean isSpelledLikeTheParentOfARoot(Path directory) {
        return roots.stream()
                .anyMatch(root -> directory.equals(root.given.getParent()) || directory.equals(root.real.getParent()));
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

    /** The innermost root that the path is spelled under, null if none. */
    Root spelledIn(Path absolute) {
        Root found = null;
        for (Root root : roots) {
            if (absolute.startsWith(root.given)
                    && (found == null || root.given.getNameCount() >= found.given.getNameCount())) {
                found = root;
            }
        }
        return found;
    }

    /** Whether the way from the top to a root passes the path. */
    boolean lieBeyond(Path path) {
        for (Root root : roots) {
            if (root.real.startsWith(path)) {
                return true;
            }
        }
        return false;
    }
}
