package io.sluice.deploy.command.run;

import io.sluice.io.tree.LinkPolicy;
import io.sluice.io.tree.TreeEntry;
import io.sluice.io.tree.TreeWalk;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.Path;

/** How many bytes a directory holds in files that are not hidden. Any thread. */
final class DirectoryBytes {
    private static final int MOST_LEVELS = 32;

    /** Beyond this the sum is not worth the looking. */
    private static final int MOST_FILES = 100_000;

    private DirectoryBytes() {}

    static long of(Path directory) throws IOException {
        long bytes = 0;
        int files = 0;
        try (Vfs vfs = LocalVfs.rootedAt(directory);
                TreeWalk walk = TreeWalk.open(vfs, directory.toRealPath(), MOST_LEVELS, LinkPolicy.REPORT)) {
            for (TreeEntry entry = walk.next(); entry != null && files < MOST_FILES; entry = walk.next()) {
                boolean hidden = entry.path().getFileName().toString().startsWith(".");
                if (!hidden && entry.stat().filter(FileStat::isFile).isPresent()) {
                    bytes += entry.stat().get().bytes();
                    files++;
                }
            }
        }
        return bytes;
    }
}
