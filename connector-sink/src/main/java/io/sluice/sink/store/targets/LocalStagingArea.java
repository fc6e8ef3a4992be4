package io.sluice.sink.store.targets;

import io.sluice.io.tree.Directories;
import io.sluice.io.vfs.LostLockException;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsLockFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A directory of one writer, with a lock file that says whether the writer lives: the system frees the lock when the process
 * ends in whatever way. Safe from any thread.
 */
final class LocalStagingArea implements StagingArea {
    /** The owner in the names of drafts; the area says whose they are. */
    static final String DRAFT_OWNER = "writer";

    private static final String LOCK = "lock";

    private final Vfs vfs;
    private final Path directory;
    private final String writer;
    private final VfsLockFile lock;
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    private LocalStagingArea(Vfs vfs, Path directory, String writer, VfsLockFile lock) {
        this.vfs = vfs;
        this.directory = directory;
        this.writer = writer;
        this.lock = lock;
    }

    static LocalStagingArea open(Vfs vfs, Path directory, String writer) throws IOException {
        Directories.createDurably(vfs, directory);
        try {
            LocalStagingArea area = locked(vfs, directory, writer);
            if (area != null) {
                return area;
            }
        } catch (NoSuchFileException | LostLockException removed) {
            throw new AreaTakenException(directory.toString(), removed);
        }
        throw new AreaTakenException(directory.toString(), null);
    }

    /** The area of a writer that does not live, null if it does or has none. */
    static LocalStagingArea takeOver(Vfs vfs, Path directory, String writer) throws IOException {
        try {
            return vfs.stat(directory).isDirectory() ? locked(vfs, directory, writer) : null;
        } catch (NoSuchFileException | LostLockException gone) {
            // Another who tidies up was here first.
            return null;
        }
    }

    private static LocalStagingArea locked(Vfs vfs, Path directory, String writer) throws IOException {
        VfsLockFile lock = vfs.openLockFile(directory.resolve(LOCK));
        boolean taken = false;
        try {
            taken = lock.tryLock(0, 1, false);
            return taken ? new LocalStagingArea(vfs, directory, writer, lock) : null;
        } finally {
            if (!taken) {
                lock.close();
            }
        }
    }

    Path directory() {
        return directory;
    }

    @Override
    public String writer() {
        return writer;
    }

    @Override
    public StagedContent stage(String name) throws IOException {
        ObjectNames.require(name);
        String id = ids.getAndIncrement() + ".part";
        return LocalStagedContent.create(vfs, directory.resolve(id), new StagedObject(name, writer, id, 0));
    }

    @Override
    public void settle() throws IOException {
        vfs.syncDirectory(directory);
    }

    @Override
    public boolean isHeld() throws IOException {
        // To ask for what is held is to ask whether it still is.
        return lock.tryLock(0, 1, false);
    }

    @Override
    public List<String> staged() throws IOException {
        List<String> ids = new ArrayList<>();
        try (Vfs.Listing listing = vfs.list(directory)) {
            for (Path entry = listing.next(); entry != null; entry = listing.next()) {
                String name = entry.getFileName().toString();
                if (!name.equals(LOCK)) {
                    ids.add(name);
                }
            }
        }
        ids.sort(null);
        return ids;
    }

    @Override
    public void discard(String id) throws IOException {
        remove(directory.resolve(id));
    }

    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try (lock) {
            if (staged().isEmpty()) {
                // What was moved out of it must be durable in its new place before this directory goes: after a power
                // failure the move might be undone, and the place it is undone to be gone.
                vfs.syncDirectory(directory);
                remove(directory.resolve(LOCK));
                removeDirectory();
            }
        }
    }

    private void removeDirectory() throws IOException {
        try {
            vfs.delete(directory);
        } catch (NoSuchFileException gone) {
            // As good as removed.
        } catch (DirectoryNotEmptyException another) {
            // Somebody looks whether this writer lives, and tidies up.
        }
    }

    private void remove(Path path) throws IOException {
        try {
            vfs.delete(path);
        } catch (NoSuchFileException gone) {
            // As good as removed.
        }
    }
}
