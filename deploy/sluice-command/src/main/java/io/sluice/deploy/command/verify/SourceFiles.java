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
     * @param included for their paths below the directory
     */
    static SourceFiles in(Vfs vfs, Path directory, PathMatcher included) throws IOException {
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

    /**
     * Reads a glob as the source does: in {@code **}{@code /*.csv} the two asterisks may stand for no directory as well.
     *
     * @throws java.util.regex.PatternSyntaxException if it is none
     */
    static PathMatcher glob(String include) {
        StringBuilder glob = new StringBuilder("glob:");
        boolean group = false;
        for (int i = 0; i < include.length(); i++) {
            boolean begins = i == 0 || include.charAt(i - 1) == '/';
            // Groups cannot be nested.
            if (!group && begins && include.startsWith("**/", i)) {
                glob.append("{**/,}");
                i += 2;
                continue;
            }
            char c = include.charAt(i);
            group = c == '{' || (group && c != '}');
            glob.append(c);
        }
        return FileSystems.getDefault().getPathMatcher(glob.toString());
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
