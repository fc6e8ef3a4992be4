package io.sluice.deploy.command.verify;

import io.sluice.io.tree.LinkPolicy;
import io.sluice.io.tree.TreeEntry;
import io.sluice.io.tree.TreeWalk;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of a directory as they are now, by their names below it. Immutable; found by the command's thread. */
final class SourceFiles {
    private static final int DEEPEST = 64;
    private static final List<String> COMPRESSED = List.of(".gz", ".zst", ".bz2", ".xz", ".lz4");

    private final Map<String, SourceFile> byName;

    private SourceFiles(Map<String, SourceFile> byName) {
        this.byName = Collections.unmodifiableMap(new TreeMap<>(byName));
    }

    /**
     * Finds them.
     *
     * @param include a glob, for their names
     */
    static SourceFiles in(Vfs vfs, Path directory, String include) throws IOException {
        PathMatcher included = FileSystems.getDefault().getPathMatcher("glob:" + include);
        Path root = vfs.canonical(directory);
        Map<String, SourceFile> files = new TreeMap<>();
        try (TreeWalk walk = TreeWalk.open(vfs, root, DEEPEST, LinkPolicy.REPORT)) {
            for (TreeEntry entry = walk.next(); entry != null; entry = walk.next()) {
                if (entry.failure().isPresent()) {
                    throw entry.failure().get();
                }
                Path relative = root.relativize(entry.path());
                if (entry.stat().isPresent() && entry.stat().get().isFile() && included.matches(relative)) {
                    String name = relative.toString().replace('\\', '/');
                    files.put(name, new SourceFile(entry.path(), name));
                }
            }
        }
        return new SourceFiles(files);
    }

    /** In the order of their names. */
    Iterable<SourceFile> all() {
        return byName.values();
    }

    /**
     * Finds the file that a path, as the source saw it, is: whatever directory that was then, and also if the file was
     * compressed since. Null if it is not here.
     */
    SourceFile named(String seen) {
        String rest = seen.replace('\\', '/');
        while (true) {
            SourceFile file = orCompressed(rest);
            int slash = rest.indexOf('/');
            if (file != null || slash < 0) {
                return file;
            }
            rest = rest.substring(slash + 1);
        }
    }

    private SourceFile orCompressed(String name) {
        SourceFile plain = byName.get(name);
        return plain != null
                ? plain
                : COMPRESSED.stream()
                        .map(ending -> byName.get(name + ending))
                        .filter(file -> file != null)
                        .findFirst()
                        .orElse(null);
    }
}
