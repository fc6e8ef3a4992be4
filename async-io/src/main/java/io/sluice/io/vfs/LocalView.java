package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says what is at the paths inside the roots, for {@link LocalVfs}. A directory that was checked is asked about through its
 * path, and so looked at again afterwards. Safe from any thread.
 */
final class LocalView {

    /** How often a call starts over when what it found was swapped for a link. */
    private static final int ATTEMPTS = 8;

    private final LocalPaths paths;

    LocalView(LocalPaths paths) {
        this.paths = paths;
    }

    FileStat stat(Path path) throws IOException {
        LocalPaths.Spot spot = paths.entry(path);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FileStat stat = statAt(spot);
            if (!stat.isLink()) {
                return stat;
            }
            spot = paths.target(path);
        }
        throw new FileSystemException(
                path.toString(), null, "what is at the path changed " + ATTEMPTS + " times while it was looked at");
    }

    FileStat statLink(Path path) throws IOException {
        return statAt(paths.entry(path));
    }

    FileStat statAt(LocalPaths.Spot spot) throws IOException {
        try {
            FileStat stat = LocalStat.of(spot.path());
            if (!spot.isStillThere()) {
                throw paths.denied(spot.asked());
            }
            return stat;
        } catch (IOException e) {
            throw LocalErrors.named(e, spot.asked());
        }
    }

    Vfs.Listing list(Path directory) throws IOException {
        return list(directory, paths.directory(directory));
    }

    Vfs.Listing list(Path asked, VerifiedDirectory verified) throws IOException {
        DirectoryStream<Path> stream = DirectoryHandle.list(verified.real());
        try {
            Object key = DirectoryHandle.keyOf(stream);
            if (key == null ? !paths.isStillAt(asked, verified) : !key.equals(verified.key())) {
                throw paths.denied(asked);
            }
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
        return new LocalListing(asked, stream);
    }

    Path readLink(Path link) throws IOException {
        LocalPaths.Spot spot = paths.entry(link);
        try {
            return Files.readSymbolicLink(spot.path());
        } catch (IOException e) {
            throw LocalErrors.named(e, link);
        }
    }
}
