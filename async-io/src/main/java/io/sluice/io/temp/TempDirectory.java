package io.sluice.io.temp;

import io.sluice.io.tree.TreeRemoval;
import io.sluice.io.vfs.Vfs;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A directory that is removed with everything in it once it is closed; a link in it is removed, never followed. Its owner
 * closes it, and the calling threads make all file system calls.
 */
public final class TempDirectory implements Closeable {
    private final Vfs vfs;
    private final Path path;
    private volatile boolean removed;

    private TempDirectory(Vfs vfs, Path path) {
        this.vfs = vfs;
        this.path = path;
    }

    /** Creates {@code <prefix><16 random digits>} in {@code parent}. */
    public static TempDirectory create(Vfs vfs, Path parent, String prefix) throws IOException {
        Scratch.requirePlainName("prefix", prefix);
        return Scratch.create(vfs, parent, digits -> prefix + digits, path -> {
            vfs.createDirectory(path);
            return new TempDirectory(vfs, path);
        });
    }

    public Path path() {
        return path;
    }

    /** Removes the directory and what is in it; fine if it is gone. Once that has worked, closing again does nothing. */
    @Override
    public void close() throws IOException {
        if (removed) {
            return;
        }
        try {
            remove();
        } catch (IOException failure) {
            // Once more: removing is idempotent, and a reply may have been all that was lost.
            try {
                remove();
            } catch (IOException again) {
                failure.addSuppressed(again);
                throw failure;
            }
        }
        removed = true;
    }

    private void remove() throws IOException {
        try {
            TreeRemoval.remove(vfs, path);
        } catch (NoSuchFileException gone) {
            // Someone else has removed it, which is all that was wanted.
        }
    }
}
