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
import java.util.List;

/** The files below a directory that are not hidden, in the order of their names. Any thread. */
final class InputFiles {
    private static final int MOST_LEVELS = 32;

    private InputFiles() {}

    static List<Path> in(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Vfs vfs = LocalVfs.rootedAt(directory);
                TreeWalk walk = TreeWalk.open(vfs, directory.toRealPath(), MOST_LEVELS, LinkPolicy.REPORT)) {
            for (TreeEntry entry = walk.next(); entry != null; entry = walk.next()) {
                if (entry.failure().isPresent()) {
                    throw entry.failure().get();
                }
                boolean hidden = entry.path().getFileName().toString().startsWith(".");
                if (!hidden && entry.stat().filter(FileStat::isFile).isPresent()) {
                    files.add(entry.path());
                }
            }
        }
        files.sort(null);
        return files;
    }
}
