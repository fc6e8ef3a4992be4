package io.sluice.deploy.command.verify;

import io.sluice.io.tree.LinkPolicy;
import io.sluice.io.tree.TreeEntry;
import io.sluice.io.tree.TreeWalk;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The files of a directory as they are now. Immutable; found by the command's thread. */
final class SourceFiles {
    private static final int DEEPEST = 64;

    private final Collection<SourceFile> files;

    private SourceFiles(Collection<SourceFile> files) {
        this.files = List.copyOf(files);
    }

    /**
     * Finds them. One that has several names has the first of them, as the source reads it once.
     *
     * @param include a glob, for their names
     */
    static SourceFiles in(Vfs vfs, Path directory, String include) throws IOException {
        PathMatcher included = FileSystems.getDefault().getPathMatcher("glob:" + include);
        Path root = vfs.canonical(directory);
        Map<String, FileStat> found = new TreeMap<>();
        try (TreeWalk walk = TreeWalk.open(vfs, root, DEEPEST, LinkPolicy.REPORT)) {
            for (TreeEntry entry = walk.next(); entry != null; entry = walk.next()) {
                if (entry.failure().isPresent()) {
                    throw entry.failure().get();
                }
                Path relative = root.relativize(entry.path());
                if (entry.stat().isPresent() && entry.stat().get().isFile() && included.matches(relative)) {
                    found.put(
                            relative.toString().replace('\\', '/'), entry.stat().get());
                }
            }
        }
        List<SourceFile> files = new ArrayList<>();
        Set<List<Long>> met = new HashSet<>();
        found.forEach((name, stat) -> {
            if (stat.links() < 2 || stat.inode() == 0 || met.add(List.of(stat.device(), stat.inode()))) {
                files.add(new SourceFile(root.resolve(name), name, stat.inode()));
            }
        });
        return new SourceFiles(files);
    }

    /** In the order of their names. */
    Iterable<SourceFile> all() {
        return files;
    }

    /** Null if there is none. */
    SourceFile withInode(long inode) {
        return files.stream()
                .filter(file -> inode != 0 && file.inode() == inode)
                .findFirst()
                .orElse(null);
    }
}
