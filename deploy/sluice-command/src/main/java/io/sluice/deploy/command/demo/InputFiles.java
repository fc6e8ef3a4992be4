package io.sluice.deploy.command.demo;

import io.sluice.io.tree.LinkPolicy;
import io.sluice.io.tree.TreeEntry;
import io.sluice.io.tree.TreeWalk;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files below a directory that are not hidden. Any thread. */
final class InputFiles {
    private static final int MOST_LEVELS = 32;

    private InputFiles() {}

    /** In the order of their names. */
    static List<Path> in(Path directory) throws IOException {
        List<Path> files = new ArrayList<>(sizes(directory).keySet());
        files.sort(null);
        return files;
    }

    /** How much they hold. */
    static long bytesIn(Path directory) throws IOException {
        return sizes(directory).values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<Path, Long> sizes(Path directory) throws IOException {
        Map<Path, Long> files = new HashMap<>();
        try (Vfs vfs = LocalVfs.rootedAt(directory);
                TreeWalk walk = TreeWalk.open(vfs, directory.toRealPath(), MOST_LEVELS, LinkPolicy.REPORT)) {
            for (TreeEntry entry = walk.next(); entry != null; entry = walk.next()) {
                if (entry.failure().isPresent()) {
                    throw entry.failure().get();
                }
                boolean hidden = entry.path().getFileName().toString().startsWith(".");
                if (!hidden && entry.stat().filter(FileStat::isFile).isPresent()) {
                    files.put(entry.path(), entry.stat().get().bytes());
                }
            }
        }
        return files;
    }
}
