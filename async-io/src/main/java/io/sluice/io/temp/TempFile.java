package io.sluice.io.temp;

import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open file that is gone once it is closed. An unnamed one has no name from the start, where the system can remove the
 * name of an open file, so that even a killed process leaves nothing; elsewhere its name goes on closing. Used like any
 * {@link VfsFile}, on the caller's threads; its owner closes it.
 */
public final class TempFile implements VfsFile {
    private final Vfs vfs;
    private final Path path;
    private final VfsFile file;
    private final boolean named;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean removed;

    private TempFile(Vfs vfs, Path path, VfsFile file, boolean named) {
        this.vfs = vfs;
        this.path = path;
        this.file = file;
        this.named = named;
    }

    /** Creates {@code <prefix><16 random digits><suffix>} in {@code directory}. */
    public static TempFile named(Vfs vfs, Path directory, String prefix, String suffix) throws IOException {
        Scratch.requirePlainName("prefix", prefix);
        Scratch.requirePlainName("suffix", suffix);
        return Scratch.create(
                vfs,
                directory,
                digits -> prefix + digits + suffix,
                path -> new TempFile(vfs, path, vfs.open(path, OpenMode.CREATE_NEW), true));
    }

    /** Creates a hidden file in {@code directory} and removes its name at once. */
    public static TempFile unnamed(Vfs vfs, Path directory) throws IOException {
        TempFile file = named(vfs, directory, ".", ".tmp");
        try {
            vfs.delete(file.path);
        } catch (IOException keptWhileOpen) {
            return file;
        }
        return new TempFile(vfs, file.path, file.file, false);
    }

    /** Whether {@link #path} leads to the file. */
    public boolean isNamed() {
        return named;
    }

    /** Where it is, or was when it still had a name. */
    @Override
    public Path path() {
        return path;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return file.read(target, position);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        return file.write(source, position);
    }

    @Override
    public long transferTo(long position, long count, VfsFile target, long targetPosition) throws IOException {
        // The file system knows its own files, not this wrapper, when it looks for a way inside the kernel.
        VfsFile direct = target instanceof TempFile other ? other.file : target;
        return file.transferTo(position, count, direct, targetPosition);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void truncate(long bytes) throws IOException {
        file.truncate(bytes);
    }

    @Override
    public void force(boolean metadata) throws IOException {
        file.force(metadata);
    }

    @Override
    public Optional<Mapping> map(long position, long bytes) throws IOException {
        return file.map(position, bytes);
    }

    /** Closes and removes the file. Closing again removes it if that has failed, and does nothing otherwise. */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            removeName();
            return;
        }
        try {
            file.close();
        } catch (IOException failure) {
            try {
                removeName();
            } catch (IOException remains) {
                failure.addSuppressed(remains);
            }
            throw failure;
        }
        removeName();
    }

    private void removeName() throws IOException {
        if (named && !removed) {
            Scratch.remove(vfs, path);
            removed = true;
        }
    }
}
