package io.sluice.source.retire;

import io.sluice.source.scan.ScanRoot;
import io.sluice.source.tail.FinishedFile;
import java.nio.file.Path;

/**
 * Where a file is while it is taken away: in a hidden directory of its root, below its inode's number, under the path it came from.
 * So whoever finds it there knows where it belongs.
 */
record Place(ScanRoot root, Path original, Path hidden) {

    /** A name that is never looked into. */
    static final String DIRECTORY = ".sluice-quarantine";

    static Place of(FinishedFile file) {
        ScanRoot root = file.view().found().root();
        Path original = file.view().found().path();
        String inode = Long.toUnsignedString(file.view().found().stat().inode());
        Path inodes = directoryOf(root).resolve(inode);
        return new Place(root, original, inodes.resolve(root.directory().relativize(original)));
    }

    /** Of what was found in the hidden directory. */
    static Place found(ScanRoot root, Path hidden) {
        Path below = directoryOf(root).relativize(hidden);
        return new Place(root, root.directory().resolve(below.subpath(1, below.getNameCount())), hidden);
    }

    static Path directoryOf(ScanRoot root) {
        return root.directory().resolve(DIRECTORY);
    }
}
