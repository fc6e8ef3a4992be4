package io.sluice.source.scan;

import io.sluice.io.vfs.FileStat;
import java.nio.file.Path;

/**
 * A file that a scan found.
 *
 * @param root the configured root it was found under
 * @param path where it is now, as seen under that root
 * @param stat what was said of it then
 * @param inodeKey what the file is, whatever its name: stable across renames in one root. Kept, as every look at ten thousand idle files
 *     asks each for it
 */
public record FoundFile(ScanRoot root, Path path, FileStat stat, String inodeKey) {

    public FoundFile(ScanRoot root, Path path, FileStat stat) {
        this(root, path, stat, root.id() + ":" + stat.inode());
    }
}
