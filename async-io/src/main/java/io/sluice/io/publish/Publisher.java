package io.sluice.io.publish;

import io.sluice.io.temp.Scratch;
import io.sluice.io.tree.Directories;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes files durably: a draft is written under a hidden name, synced, put in place in one step, and the directory
 * synced. Readers, and whoever comes after a crash, see the old file whole or the new one whole.
 *
 * <p>The owner names one publisher at a time, such as a task; it is part of every draft's name, so that the next publisher
 * of that owner can {@link #sweep} what a killed one left. Safe from any thread; every call runs on the calling thread and
 * may block.
 */
public final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final Vfs vfs;
    private final String owner;

    /** The file names of this publisher's own drafts: as many as are open, and never swept. */
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    /**
     * @param owner 1 to 64 letters, digits, {@code _} and {@code -}; no two live publishers of one directory share one
     */
    public Publisher(Vfs vfs, String owner) {
        DraftName.requireOwner(owner);
        this.vfs = vfs;
        this.owner = owner;
    }

    /** Publishes what {@code writer} writes; if it throws, nothing happened to {@code target} and the draft is gone. */
    public void publish(Path target, PublishOptions options, DraftWriter writer) throws IOException {
        try (Draft draft = draft(target, options)) {
            try {
                writer.writeTo(draft);
            } catch (IOException | RuntimeException | Error failure) {
                discard(draft, failure);
                throw failure;
            }
            draft.complete();
        }
    }

    /** Opens a draft of {@code target}, to be written, completed and closed. */
    public Draft draft(Path target, PublishOptions options) throws IOException {
        Path published = vfs.absolute(target);
        Path name = published.getFileName();
        if (name == null) {
            throw new IllegalArgumentException("target is " + target + ", but must be a file in a directory");
        }
        if (DraftName.parse(name.toString()).isPresent()) {
            throw new IllegalArgumentException(
                    "target is " + target + ", but a draft is named like that, and would be swept as one");
        }
        Path directory = published.getParent();
        Path staging = options.staging().map(vfs::absolute).orElse(directory);
        if (options.createParents()) {
            Directories.createDurably(vfs, directory);
            if (!staging.equals(directory)) {
                Directories.create(vfs, staging);
            }
        }
        if (!staging.equals(directory)) {
            requireOneFileSystem(staging, directory);
        }
        return Scratch.create(
                vfs,
                staging,
                digits -> new DraftName(name.toString(), owner, digits).fileName(),
                path -> open(published, path, options.mode()));
    }

    /** Removes what a killed predecessor left in {@code directory}: every draft of this owner that is not open here. */
    public int sweep(Path directory) throws IOException {
        return sweep(directory, owner);
    }

    /**
     * Removes the drafts that {@code deadOwner} left in {@code directory}, to the exact name, and returns how many. The
     * caller knows that no publisher of that owner lives. One that cannot be removed does not keep the others.
     */
    public int sweep(Path directory, String deadOwner) throws IOException {
        DraftName.requireOwner(deadOwner);
        int removed = 0;
        IOException first = null;
        try (Vfs.Listing listing = vfs.list(directory)) {
            for (Path entry = listing.next(); entry != null; entry = listing.next()) {
                if (!isDraftOf(deadOwner, entry)) {
                    continue;
                }
                try {
                    if (vfs.statLink(entry).isFile()) {
                        vfs.delete(entry);
                        removed++;
                        LOG.info("{}: removed, a draft that {} left", entry, deadOwner);
                    }
                } catch (NoSuchFileException gone) {
                    // As good as removed.
                } catch (IOException failure) {
                    first = first == null ? failure : first;
                }
            }
        }
        if (first != null) {
            throw first;
        }
        return removed;
    }

    private boolean isDraftOf(String wanted, Path entry) {
        String fileName = entry.getFileName().toString();
        Optional<DraftName> name = DraftName.parse(fileName);
        return name.isPresent() && name.get().owner().equals(wanted) && !open.contains(fileName);
    }

    private Draft open(Path target, Path path, PublishMode mode) throws IOException {
        String fileName = path.getFileName().toString();
        // Before it exists, so that no sweep finds it unknown.
        open.add(fileName);
        boolean opened = false;
        try {
            VfsFile file = vfs.open(path, OpenMode.CREATE_NEW);
            opened = true;
            return new Draft(vfs, target, new DraftFile(vfs, path, file), mode, () -> open.remove(fileName));
        } catch (IOException failure) {
            if (OutOfSpaceException.isOutOfSpace(failure)) {
                throw new OutOfSpaceException(path, "cannot create the draft of " + target, failure);
            }
            throw failure;
        } finally {
            if (!opened) {
                open.remove(fileName);
            }
        }
    }

    private void requireOneFileSystem(Path staging, Path directory) throws IOException {
        if (vfs.stat(staging).device() != vfs.stat(directory).device()) {
            throw new FileSystemException(
                    staging.toString(),
                    directory.toString(),
                    "the staging directory is on another file system than the target, so no draft can be moved in one step."
                            + " Choose one on the target's");
        }
    }

    private static void discard(Draft draft, Throwable failure) {
        try {
            draft.discard();
        } catch (IOException remains) {
            failure.addSuppressed(remains);
        }
    }
}
